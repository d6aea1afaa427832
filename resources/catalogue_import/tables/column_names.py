"""The names of columns in English, German, French, Spanish, Italian, Dutch and Portuguese, and the MARC tags."""

# Spaces, case, accents and punctuation do not count: “call nr” is “Call-Nr.” as well.
SYNONYMS = {
    "title": "title|main title|book title|name|titel|haupttitel|titre|título|titolo|resource title|item title|245a|"
    "sachtitel|hauptsachtitel|buchtitel|medientitel|titel des werks|titre propre|titre principal|titre du livre|"
    "título principal|título propio|título del libro|titolo proprio|titolo principale|titolo del libro|hoofdtitel|"
    "boektitel|título do livro|título da obra",
    "subtitle": "subtitle|remainder of title|untertitel|sous titre|subtítulo|ondertitel|245b|zusatz|titelzusatz|"
    "zusatz zum titel|zusatz zum sachtitel|complément du titre|complément de titre|sottotitolo|"
    "complemento del titolo",
    "creators": "author|authors|creator|creators|author name|authors name|main author|written by|by|autor|autoren|"
    "verfasser|auteur|auteurs|autores|autore|100a|responsibility|author 1|autorin|verfasserin|urheber|"
    "verfasser name|autor name|auteur principal|nom de l auteur|autor principal|autora|autori|autrice|"
    "autore principale|schrijver|schrijvers|hoofdauteur|autoria",
    "other_creators": "author 2|other authors|additional authors|additional author|contributors|contributor|"
    "illustrator|second author|co author|coauthors|editor|700a|weitere verfasser|weitere autoren|mitwirkende|"
    "beteiligte|beteiligte personen|herausgeber|autres auteurs|co auteur|co auteurs|auteurs secondaires|"
    "illustrateur|otros autores|coautor|coautores|ilustrador|altri autori|coautore|coautori|illustratore|"
    "andere auteurs|medeauteurs|medeauteur|outros autores",
    "kind": "kind|type|format|material type|item type|media type|resource type|medienart|medientyp|"
    "type de document|tipo|material|materialart|mediengattung|type de support|support|tipo de material|"
    "tipo de documento|tipo di materiale|tipo di documento|tipo documento|materiaalsoort|soort materiaal",
    "isbns": "isbn|isbn 13|isbns|isbn issn|isbn 10 13|ean|020a|isbn nr|isbn nummer|isbn number|isbn no|isbn code|"
    "numéro isbn|n isbn|número de isbn|codice isbn",
    "other_isbns": "isbn 10|isbn 2|other isbn|alternative isbn",
    "publisher": "publisher|publishers|publisher name|imprint|verlag|éditeur|editorial|editora|editore|uitgever|"
    "260b|264b|verlagsname|maison d édition|éditeurs|nom de l éditeur|casa editorial|casa editrice|uitgeverij",
    "year": "year|publication year|year of publication|pub year|published|date published|publication date|pub date|"
    "copyright|copyright date|date|jahr|erscheinungsjahr|année|año|anno|jaar|260c|264c|erscheinungsdatum|"
    "erschienen|veröffentlicht|publikationsjahr|année de publication|année d édition|année de parution|"
    "date de publication|date de parution|date d édition|año de publicación|año de edición|fecha de publicación|"
    "anno di pubblicazione|anno di edizione|data di pubblicazione|anno edizione|jaar van uitgave|publicatiejaar|"
    "uitgavejaar|verschijningsjaar|ano de publicação|ano de edição|data de publicação",
    "summary": "summary|description|abstract|synopsis|notes|annotation|blurb|zusammenfassung|beschreibung|inhalt|"
    "résumé|resumen|resumo|520a|inhaltsangabe|kurzbeschreibung|inhaltsbeschreibung|présentation|descripción|"
    "sinopsis|riassunto|descrizione|sinossi|samenvatting|omschrijving|beschrijving|descrição|sinopse",
    "subjects": "subject|subjects|subject headings|keywords|keyword|tags|topics|topic|schlagwort|schlagwörter|"
    "schlagworte|sujets|sujet|materias|materia|temas|650a|thema|themen|stichwort|stichwörter|stichworte|"
    "schlagwortkette|mots clés|mot clé|mots matières|mot matière|matières|matière|vedettes matière|thème|thèmes|"
    "descripteurs|tema|palabras clave|descriptores|encabezamientos de materia|soggetto|soggetti|parole chiave|"
    "argomento|argomenti|onderwerp|onderwerpen|trefwoord|trefwoorden|assunto|assuntos|palavras chave|descritores",
    "other_subjects": "genre|genres|category|categories|subject 2|subgenre|gattung|kategorie|kategorien|sachgruppe|"
    "interessenkreis|catégorie|género|géneros|categoría|categorías|genere|generi",
    "reads": "reading age|age|ages|age range|interest level|interest age|audience|reading level|alter|lesealter|"
    "edad|521a|altersempfehlung|altersstufe|empfohlenes alter|alter der leser|tranche d âge|âge conseillé|"
    "âge de lecture|edad recomendada|edad lectora|edades|età|età consigliata|fascia d età|leeftijd|leeftijden|"
    "leeftijdscategorie|idade|idade recomendada|faixa etária",
    "reads_from": "age from|reading age from|minimum age|min age|reads from|alter von|mindestalter|ab alter|"
    "âge minimum|à partir de|edad mínima|età minima|leeftijd vanaf|minimumleeftijd|idade mínima",
    "reads_to": "age to|reading age to|maximum age|max age|reads to|alter bis|höchstalter|âge maximum|edad máxima|"
    "età massima|leeftijd tot|idade máxima",
    "call_number": "call number|call no|shelf mark|dewey|ddc|dewey number|spine label|classification|class number|"
    "signatur|standort signatur|cote|signatura|082a|call nr|notation|systematik|standnummer|signaturen|"
    "cote de rangement|cotes|indice dewey|signatura topográfica|signaturas|clasificación|cdd|cdu|collocazione|"
    "segnatura|classificazione|signatuur|plaatskenmerk|plaatsingsnummer|cota|número de chamada|classificação",
    "location": "location|shelf|shelving location|collection|home location|sublocation|standort|abteilung|"
    "emplacement|localisation|ubicación|plaats|852c|aufstellungsort|aufstellung|regal|bereich|standorte|"
    "zweigstelle|emplacements|rayon|section|localización|estante|sección|ubicazione|scaffale|sezione|locatie|"
    "standplaats|afdeling|vestiging|localização|secção|seção",
    "barcodes": "barcode|barcodes|copy barcode|item barcode|barcode number|copy number|accession number|"
    "accession no|copy id|item id|mediennummer|exemplarnummer|code barres|código de barras|852p|strichcode|"
    "strichcodes|exemplar nr|inventarnummer|inventar nr|zugangsnummer|medien nr|buchungsnummer|code barre|"
    "code à barres|codes barres|numéro d exemplaire|numéro d inventaire|n d exemplaire|n d inventaire|"
    "códigos de barras|código barras|número de inventario|número de ejemplar|n de inventario|codice a barre|"
    "codici a barre|numero di inventario|numero inventario|n inventario|inventario|streepjescode|streepjescodes|"
    "exemplaarnummer|número de exemplar|número de registo|no de registo|tombo",
    "link": "link|url|web address|website|web link|uri|lien|enlace|856u|webadresse|internetadresse|internet|"
    "adresse web|liens|dirección web|enlaces|collegamento|indirizzo web|koppeling|webadres|ligação|endereço web",
    "control_number": "control number|record number|bib id|bib number|catalogue number|catalog number|title id|"
    "record id|id|bib record|001|biblionumber|control no|rsn|brn|kat nr|katalognummer|katalog nr|titelnummer|"
    "titel nr|titel id|datensatznummer|ppn|id nummer|numéro de notice|n de notice|notice|identifiant|"
    "número de control|identificador|número de catálogo|numero di record|identificativo|bid|recordnummer|"
    "catalogusnummer|número do registo|número do registro",
}
