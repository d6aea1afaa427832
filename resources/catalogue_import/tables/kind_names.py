"""What other systems call the kinds of things that a library has, in the languages of `column_names`."""

from collab.tables.cells import folded
from resources.models import Resource

Kind = Resource.Kind
# Spaces, case, accents and punctuation do not count.
KINDS = {
    Kind.BOOK: "book|books|paperback|hardback|hardcover|fiction|non fiction|picture book|graphic novel|print|text|"
    "printed book|novel|comic|buch|bücher|roman|sachbuch|bilderbuch|kinderbuch|livre|livres|bande dessinée|bd|"
    "documentaire|libro|libros|novela|cuento|libri|romanzo|fumetto|boek|boeken|prentenboek|strip|stripboek|"
    "livro|livros|banda desenhada",
    Kind.EBOOK: "ebook|e book|e books|ebooks|electronic book|audiobook|eaudiobook|digital book|e-buch|hörbuch|"
    "livre numérique|livre électronique|livre audio|libro electrónico|libro digital|audiolibro|libro elettronico|"
    "e boek|luisterboek|livro eletrónico|livro eletrônico|livro digital|audiolivro",
    Kind.VIDEO: "video|dvd|dvds|film|movie|blu ray|bluray|videos|streaming video|vhs|vidéo|vídeo|película|filme",
    Kind.WEBSITE: "website|web site|web page|link|online resource|internet|web|webseite|site web|site internet|"
    "sitio web|página web|sito web|sito",
    Kind.DATABASE: "database|online database|datenbank|subscription database|base de données|base de datos|"
    "base de dados|banca dati|databank",
    Kind.EQUIPMENT: "equipment|device|ipad|laptop|camera|hardware|gerät|geräte|realia|matériel|appareil|equipo|"
    "aparato|attrezzatura|apparaat|equipamento",
    Kind.KIT: "kit|game|games|puzzle|board game|kits|toy|model|map|poster|spiel|spiele|brettspiel|landkarte|jeu|"
    "jeu de société|carte|affiche|juego|juego de mesa|mapa|gioco|gioco da tavolo|mappa|spel|bordspel|kaart|jogo",
}
KIND_BY_WORD = {folded(word): kind.value for kind, words in KINDS.items() for word in words.split("|")}
