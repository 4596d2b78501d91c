"""Sentences for tallies, releases, awards, certificates and imported marks."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_TALLY: dict[str, LazyString] = {
    "nothing_closed": _l("No heat is closed yet, so there is nothing to count."),
    "tally_needs_a_heat": _l("In this round each heat is counted by itself: choose a heat."),
    "earlier_round_unknown": _l(
        "The rule sheet carries results over from round “%(round)s”, but no earlier round of the "
        "competition has this key."
    ),
    "earlier_round_not_counted": _l(
        "Round “%(round)s”, whose results are carried over, has not been counted. Close and count "
        "it first."
    ),
    "earlier_round_outdated": _l(
        "The tally of round “%(round)s”, whose results are carried over, is out of date: marks, "
        "deductions or rules changed since. Count it again first."
    ),
    "tally_replaced": _l("This tally was replaced by a newer one."),
    "tally_outdated": _l(
        "Something changed since this tally was counted. Count again first, then decide the tie."
    ),
    "not_in_this_tie": _l("Only entries of this tie can be chosen."),
    "not_one_tie": _l("These entries are not one whole tie of the tally that stands."),
    "tie_step_not_in_rules": _l("The round's rule sheet has no such step for ties."),
    "tie_record_withdrawn": _l("This record was withdrawn before."),
    "tie_place_not_possible": _l("Entry %(entry)s needs a place from 1 to %(most)s."),
    "tie_score_not_possible": _l(
        "Entry %(entry)s needs its score: 0 to 10000, with at most three decimals."
    ),
    "tie_ruling_decides_nothing": _l("All have the same place, so nothing would be decided."),
    "award_without_tally": _l("This entry has not been counted yet; run the tally first."),
    "award_unknown_entry": _l("There is no entry with this number in this round."),
    "too_many_awards": _l("This entry has too many awards already."),
    "bad_award_key": _l("may hold small letters, digits, hyphens and underscores only"),
}
_RELEASE: dict[str, LazyString] = {
    "release_nothing": _l("There is no heat with entries in this round."),
    "release_heat_open": _l("Heat %(heat)s is not closed."),
    "release_no_tally": _l("Heat %(heat)s has not been counted."),
    "release_no_tally_round": _l("The round has not been counted."),
    "release_tally_outdated": _l(
        "The tally of heat %(heat)s is out of date: marks, deductions or rules changed since."
    ),
    "release_tally_outdated_round": _l(
        "The tally of the round is out of date: marks, deductions or rules changed since."
    ),
    "release_sheet_missing": _l(
        "Heat %(heat)s, entry %(entry)s: seat %(seat)s has not submitted and is not excused."
    ),
    "release_sheet_reopened": _l(
        "Heat %(heat)s, entry %(entry)s: the sheet of seat %(seat)s was reopened and not given "
        "again."
    ),
    "release_sheet_conflict": _l(
        "Heat %(heat)s, entry %(entry)s: two devices submitted different sheets for seat %(seat)s. "
        "The chief judge decides: reopen the sheet and let the seat submit the right one."
    ),
    "release_question_open": _l(
        "Heat %(heat)s, entry %(entry)s: seat %(seat)s was asked to check its sheet and has not "
        "answered. Let the judge answer, or record the answer at the desk."
    ),
    "release_question_passed": _l(
        "Heat %(heat)s, entry %(entry)s: the heat was closed before seat %(seat)s answered about "
        "its sheet."
    ),
    "release_tie_advancement": _l(
        "Entries %(entries)s are tied across the border of advancement; somebody must rule."
    ),
    "release_tie_award": _l(
        "Entries %(entries)s are tied across the border of the prize “%(award)s”; somebody must "
        "rule."
    ),
    "release_tie_wild_card": _l(
        "Entries %(entries)s are tied for the last wild card; somebody must rule."
    ),
    "release_tie_unit": _l(
        "The units %(entries)s are tied across the border of the prize “%(award)s”; somebody must "
        "rule."
    ),
    "release_prize_unnamed": _l(
        "The special prize “%(award)s” is given by hand, and nobody has it yet."
    ),
    "release_quota": _l(
        "The prize “%(award)s” is held by %(count)s entries in one group; the rule sheet foresees "
        "%(foreseen)s."
    ),
    "release_no_evidence": _l(
        "Heat %(heat)s, entry %(entry)s: a deduction has no evidence written down."
    ),
    "release_name_not_drawable": _l(
        "Entry %(entry)s: no certificate typeface can draw %(characters)s, so this certificate "
        "cannot be issued."
    ),
    "release_honour_not_drawable": _l(
        "%(name)s: no certificate typeface can draw %(characters)s, so this certificate cannot be "
        "issued."
    ),
    "release_inputs_changed": _l(
        "Results, awards, names or settings changed since the draft was made. Withdraw it and "
        "prepare a new one."
    ),
    "release_changes_required": _l("Say what changed against the release before, and why."),
    "release_state": _l("The release is not in the state that this step needs (%(state)s)."),
    "draft_waiting": _l(
        "Draft %(number)s of this round is waiting already; publish or withdraw it first."
    ),
    "correction_without_release": _l("There is no release yet that could be corrected."),
    "release_is_final": _l("The round's results are final. Make a correction instead."),
    "same_person": _l(
        "Two different people stand behind a release: who prepared it cannot approve it."
    ),
    "approved_alone": _l(
        "One person approved this release alone, and the competition asks for two now. Withdraw "
        "it and prepare it again."
    ),
    "person_needed": _l("Two people must stand behind a release, so somebody must be named."),
    "heats_ranked_together": _l("This round is ranked across heats; all heats belong to it."),
    "unknown_heat": _l("The round has no such heat."),
    "typed_wrong": _l("Type the word as it is shown."),
}
_CERTIFICATES: dict[str, LazyString] = {
    "release_not_current": _l("Certificates can only be issued from the current public release."),
    "certificate_gone": _l("This certificate is not valid any more."),
    "certificate.glyph_missing": _l("No typeface can draw: %(characters)s"),
    "certificate.text_too_long": _l("The text does not fit: %(text)s"),
    "certificate.facts_invalid": _l("The field %(field)s cannot be printed (%(reason)s)."),
    "certificate.design_unknown": _l("There is no certificate design “%(key)s”."),
}
_MARKS: dict[str, LazyString] = {
    "marks_header": _l("The first line must name the columns: %(expected)s"),
    "too_many_rows": _l("The file has more than %(most)s rows."),
    "csv_damaged": _l("The line cannot be read as CSV."),
    "file_not_text": _l("The file is neither UTF-8 nor GB18030 text."),
    "cell_required": _l("the column %(column)s is empty"),
    "unknown_sheet_state": _l("“%(text)s” is not a state; there are: %(choices)s"),
    "mark_twice": _l("the mark for “%(criterion)s” stands here a second time"),
    "states_differ": _l("the state differs from line %(line)s of the same sheet"),
    "sheet_twice": _l("the same sheet stands already in line %(line)s, under another name"),
    "row_unknown_heat": _l("the round has no heat “%(heat)s”"),
    "row_heat_not_open": _l("heat %(heat)s is not open for marking"),
    "row_unknown_entry": _l("entry %(entry)s is not in heat %(heat)s"),
    "row_entry_is_out": _l("entry %(entry)s has left the competition"),
    "row_sheet_is_void": _l(
        "seat %(seat)s's sheet for entry %(entry)s is void; the chief judge must reopen it first"
    ),
    "row_sheet_came_otherwise": _l(
        "seat %(seat)s's sheet for entry %(entry)s came otherwise and says something else: type "
        "the paper on the page Paper sheets, and the chief judge chooses"
    ),
    "paper_same_reader": _l("Paper is typed by two people: both files are of the same person."),
    "paper_reader_may_not": _l(
        "Who types paper is an organizer or a chief judge of the competition; the second person "
        "may be a stage manager too."
    ),
    "paper_in_one_file": _l(
        "seat %(seat)s's sheet for entry %(entry)s stands only in file %(file)s of the two"
    ),
    "paper_states_differ": _l(
        "the two files say another state for seat %(seat)s and entry %(entry)s (second file: line "
        "%(line)s)"
    ),
    "paper_marks_differ": _l(
        "the two files differ in “%(criterion)s” of seat %(seat)s for entry %(entry)s (second "
        "file: line %(line)s); look at the paper again"
    ),
    "row_may_not_void": _l("only the chief judge may void seat %(seat)s's sheet for %(entry)s"),
    "row_unknown_seat": _l("heat %(heat)s has no seat %(seat)s"),
}

PROBLEMS: dict[str, LazyString] = _TALLY | _RELEASE | _CERTIFICATES | _MARKS
