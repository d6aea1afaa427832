"""Who may correct a standard, which belongs to the whole school."""


def may_correct_standard(member, standard):
    """Librarians correct every standard of their school, others those that they entered."""
    if member.school_id != standard.school_id:
        return False
    return member.is_librarian or standard.created_by_id == member.pk
