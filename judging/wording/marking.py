"""Sentences for what can go wrong with heats, score sheets, appearances and deductions."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "not_a_uuid": _l("The tablet's number for this submission cannot be read. Reload the page."),
    "recusal_with_marks": _l("Who steps aside gives no marks."),
    "text_not_usable": _l("contains characters that cannot be stored"),
    "too_many_marks": _l("has more than %(most)s marks"),
    "body_not_json": _l("What was sent is not JSON."),
    "body_not_object": _l("What was sent is not a JSON object."),
    "unknown_field": _l("is not a known field"),
    "field_not_text": _l("must be text"),
    "field_not_integer": _l("must be a whole number"),
    "field_not_boolean": _l("must be true or false"),
    "field_not_object": _l("must be an object"),
    "not_a_time": _l("is not a time such as 6:05"),
    "heat_signed": _l("The result of this heat is signed; nothing can change any more."),
    "heat_not_open_yet": _l("Marking has not been opened for this heat yet."),
    "heat_closed": _l(
        "This heat is closed for marking. Ask the chief judge to reopen the score sheet."
    ),
    "marks_not_due": _l(
        "This score sheet is taken after number %(order)s has spoken; until then the marks can be "
        "changed."
    ),
    "appearance_is_out": _l(
        "Number %(order)s is absent, withdrawn or disqualified and cannot be marked."
    ),
    "id_taken": _l("This submission carries a number that was used before. Reload the page."),
    "delivery_not_genuine": _l(
        "This score sheet does not carry the seal of a seat of this installation: the file was "
        "changed after it was saved, or it comes from elsewhere. Get it from the tablet again, as "
        "codes or as a new file."
    ),
    "intake_needs_word": _l(
        "Nothing was taken in: tick the seats whose marks are really theirs, and say how you know."
    ),
    "intake_too_many": _l("has more than %(most)s score sheets; take them in in several parts"),
    "intake_not_ours": _l(
        "is not a file of score sheets from a tablet (.rostrum.json), or it is damaged. Leave it "
        "out, or save it again on the tablet, which still holds the sheets."
    ),
    "intake_newer": _l("was written by a newer version of Rostrum; update this server first"),
    "intake_empty": _l("holds no score sheets"),
    "delivery_elsewhere": _l(
        "This score sheet belongs to another competition. Take it in on that competition's page."
    ),
    "delivery_needs_word": _l(
        "It was made with a seat card that was replaced since. Say above that it is to be taken in."
    ),
    "delivery_ended": _l(
        "The card of this seat was replaced. Enter with the new card on this tablet, or let the "
        "organizer take the score sheets in."
    ),
    "revision_unknown": _l("An earlier version of this score sheet has not arrived yet."),
    "sheet_is_void": _l(
        "The chief judge declared this score sheet void. Only the chief judge can reopen it; "
        "then it is accepted."
    ),
    "sheet_is_excused": _l(
        "This seat was entered as absent for this contestant. Ask the desk to reopen the score "
        "sheet; then it is accepted."
    ),
    "sheet_is_recused": _l(
        "This seat was recused beforehand for this contestant. Ask the desk to reopen the score "
        "sheet; then it is accepted."
    ),
    "recusal_before_order": _l("Seats are recused once the running order of the heat is set."),
    "nothing_chosen": _l("Nothing was chosen."),
    "may_not_close_over_missing": _l(
        "Score sheets are missing. Only the organizer or the chief judge can close the heat all "
        "the same."
    ),
    "sheet_not_submitted": _l(
        "Number %(order)s: seat %(seat)s has typed marks but not submitted the score sheet."
    ),
    "sheet_is_reopened": _l(
        "Number %(order)s: the score sheet of seat %(seat)s was reopened and not submitted again."
    ),
    "paper_waits": _l(
        "Number %(order)s: the paper sheet of seat %(seat)s is typed and waits for a second person."
    ),
    "paper_is_your_own": _l("You typed this yourself; another person has to look at it."),
    "paper_waits_no_more": _l("This waits no more: it was changed, confirmed or sent back."),
    "too_many_sheets": _l(
        "More than %(most)s sheets are too many for one file. Print one seat at a time."
    ),
    "paper_first_typing": _l(
        "An organizer or the chief judge types a paper sheet first; then you can type it again."
    ),
    "no_conflict": _l("There are no two versions of this score sheet any more."),
    "not_in_conflict": _l("Version %(number)s is not one of those to choose from."),
    "question_open": _l(
        "Number %(order)s: seat %(seat)s was asked to check its score sheet and has not answered."
    ),
    "no_question": _l("Nobody has asked about this score sheet, or the question was taken back."),
    "question_is_chiefs": _l(
        "This score sheet came on paper or in a file: the chief judge answers, with the paper in "
        "hand."
    ),
    "question_is_settled": _l("This question is settled: the score sheet has changed since."),
    "question_was_asked": _l("The judge was asked about this score sheet already."),
    "nothing_to_ask_about": _l("There are no marks here that a judge could check."),
    "may_not_close_over_questions": _l(
        "Judges were asked to check score sheets and have not answered. Only the organizer or the "
        "chief judge can close the heat all the same."
    ),
    "sheet_is_handed_in": _l("This seat has already handed in its score sheet; void it instead."),
    "sheet_is_open": _l("This score sheet is open for correction already."),
    "nothing_to_void": _l("There is no score sheet here that could be voided."),
    "heat_without_entries": _l("No entries have been put into this heat."),
    "order_missing": _l("%(count)s entries have no place in the running order yet."),
    "heat_without_seats": _l(
        "The panel has no seat whose marks count (practice seats do not count)."
    ),
    "rules_missing": _l("The round has no rule sheet yet."),
    "sheet_missing": _l("Number %(order)s: the score sheet of seat %(seat)s is missing."),
    "sheet_in_conflict": _l(
        "Number %(order)s: seat %(seat)s sent two different versions from two devices."
    ),
    "heat_not_drawn": _l("Only a heat with a running order that is not open yet can be opened."),
    "heat_not_open": _l("The heat is not open for marking."),
    "heat_not_closed": _l("Only a closed heat can be reopened."),
    "appearance_move_unknown": _l("This step does not follow from the state of the appearance."),
    "stage_is_taken": _l("Number %(order)s is still on stage. Finish that appearance first."),
    "deduction_is_waived": _l("This deduction is waived already."),
    "named_deduction_used_up": _l(
        "This appearance has “%(name)s” as often as the rule sheet allows (%(most)s)."
    ),
    "rule_is_in_catalogue": _l(
        "“%(rule)s” stands in the rule sheet's catalogue; choose it there, with its points"
    ),
    "rule_key_not_usable": _l("may hold only lower-case letters, digits, hyphens and underscores"),
}
