"""Sentences for the faults of the scoring core, and words for what a working says.

The core knows codes only (``judging.scoring.faults.CODES``); a test makes sure that each has its
sentence here, with exactly its parameters.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

_NUMBERS: dict[str, LazyString] = {
    "not_a_decimal": _l("“%(text)s” is not a plain decimal number"),
    "number_too_long": _l("“%(text)s” has too many digits"),
    "number_not_text": _l('“%(text)s” must be written as text in quotes, such as "0.5"'),
    "too_many_places": _l("“%(text)s” has more than %(places)s decimal places"),
    "out_of_bounds": _l("%(text)s must lie between %(min)s and %(max)s"),
}

_DOCUMENT: dict[str, LazyString] = {
    "toml_syntax": _l("is not valid TOML: %(reason)s"),
    "toml_too_long": _l("is longer than %(limit)s characters"),
    "too_deep": _l("is nested deeper than %(limit)s levels"),
    "unsupported_format": _l("format %(text)s is not known; this version reads format 1"),
    "unknown_key": _l("the key “%(key)s” is not known"),
    "missing_key": _l("the key “%(key)s” is missing"),
    "not_a_table": _l("must be a table of keys"),
    "not_a_list": _l("must be a list"),
    "not_an_integer": _l("“%(text)s” is not a whole number"),
    "not_text": _l("“%(text)s” must be text"),
    "text_blank": _l("needs a text in Chinese or English"),
    "text_too_long": _l("is longer than %(limit)s characters"),
    "text_has_control_characters": _l("contains control characters or line breaks"),
    "bad_key": _l("“%(text)s” cannot be a key: 1 to 40 characters, none of them : ; or ,"),
    "duplicate_key": _l("“%(key)s” stands here twice"),
    "too_many_items": _l("at most %(limit)s are possible"),
    "too_few_items": _l("at least %(limit)s is needed"),
    "not_a_choice": _l("“%(text)s” is not possible here; choose one of: %(choices)s"),
    "not_in_this_version": _l("“%(text)s” is not available in this version"),
    "max_not_above_min": _l("the maximum %(max)s must be above the minimum %(min)s"),
    "step_does_not_fit": _l("steps of %(step)s from %(min)s do not reach %(max)s exactly"),
    "unknown_criterion": _l("there is no criterion “%(key)s”; there are: %(choices)s"),
    "seat_in_two_groups": _l("seat %(seat)s stands in more than one judge group"),
    "seats_look_alike": _l("“%(seat)s” and “%(other)s” would be the same seat; write one of them"),
    "practice_group_declared": _l("practice seats never count, so their group takes no weight"),
    "tie_break_group_declared": _l(
        "tie-break seats do not enter the tally, so their group takes no weight"
    ),
    "chief_seat_does_not_count": _l(
        "seat %(seat)s of the chief judge must be one that counts, not a practice or tie-break seat"
    ),
    "interquartile_with_trim": _l(
        "an interquartile mean says itself how many it leaves out; take low and high out of trim"
    ),
    "winsorised_without_trim": _l("a winsorised mean needs a trim with low or high above 0"),
    "closest_two_not_possible": _l("closest_two is not possible together with “%(text)s”"),
    "points_by_rank_rise": _l("a better rank must not bring fewer points"),
    "value_with_points_by_rank": _l(
        "either value or points_by_rank says what an earlier round brings in, not both"
    ),
    "deduction_key_reserved": _l("“%(key)s” stands for other deductions; choose another key"),
    "unknown_earlier_round": _l("the competition has no earlier round with the key “%(key)s”"),
    "band_over_or_under": _l("a time band needs either over_s or under_s"),
    "band_without_minimum": _l("a rule for short talks needs minimum_s"),
    "band_without_limit": _l("a rule for long talks needs limit_s"),
    "minimum_not_below_limit": _l("the minimum time must be below the time limit"),
    "cap_without_per": _l("cap is possible only together with per_s"),
    "more_faults": _l("and %(count)s more faults, which are shown once these are mended"),
    "cap_below_points": _l("cap cannot be less than points: the first deduction would exceed it"),
    "award_count_or_percent": _l("an award needs one of count, percent and rest"),
    "award_round_without_percent": _l("round is possible only together with percent"),
    "not_with_rank_method": _l("%(key)s cannot go together with the rank method “%(method)s”"),
    "only_with_rank_method": _l("%(key)s is possible only with the rank method “%(method)s”"),
    "rank_method_within_heat": _l(
        "the rank method “%(method)s” compares entries that one panel has seen: only within a heat"
    ),
    "positions_rise": _l("a later place cannot be worth more than an earlier one"),
    "tie_step_without_chief_seat": _l("this step needs chief_seat: whose total is compared"),
    "award_key_of_other_kind": _l("“%(key)s” is not possible for an award of kind “%(kind)s”"),
    "award_after_rest": _l("no tier can follow one that takes all the rest"),
    "award_not_a_tier": _l("“%(key)s” is not a tier of this award scheme; there are: %(choices)s"),
    "award_points_do_not_fit": _l(
        "points stand beside %(count)s prizes, but %(expected)s count: give points to each prize "
        "that counts and to no other"
    ),
    "wild_cards_without_take": _l("wild cards are possible only together with take"),
    "wild_cards_per_alone": _l("wild_cards_per is possible only together with wild_cards"),
}

_SHEETS: dict[str, LazyString] = {
    "mark_missing": _l("the mark for “%(criterion)s” is missing"),
    "mark_out_of_range": _l("the mark %(text)s is outside %(min)s to %(max)s"),
    "mark_off_step": _l("the mark %(text)s is off the step of %(step)s counted from %(min)s"),
    "marks_do_not_fit_rubric": _l("%(count)s marks were given for %(expected)s criteria"),
    "packed_marks_damaged": _l("the stored marks are damaged (%(length)s bytes)"),
    "unknown_state": _l("the state “%(text)s” is not known; choose one of: %(choices)s"),
    "two_sheets_of_a_seat": _l("seat %(seat)s has two sheets"),
    "too_many_seats": _l("a panel has at most %(limit)s seats"),
    "seat_without_group": _l("seat %(seat)s belongs to none of the judge groups of the rule sheet"),
    "appearance_twice": _l("“%(key)s” appears twice"),
    "criteria_differ": _l(
        "the two rule sheets do not judge by the same criteria: compare %(criteria)s in both"
    ),
    "deduction_not_positive": _l("a deduction or bonus must be above zero: %(text)s"),
    "deduction_with_rank_method": _l(
        "the rank method “%(method)s” gives places, from which no points can be taken; waive the "
        "deduction or bonus"
    ),
    "heat_too_large_to_rank": _l(
        "a rank method compares each entry with each: a heat may hold at most %(limit)s"
    ),
    "spoken_time_out_of_bounds": _l("the time %(text)s ms is outside one day"),
    "carried_round_unknown": _l("the rule sheet carries nothing over from round “%(round)s”"),
    "carried_round_twice": _l("round “%(round)s” has two results of one entry"),
    "carried_rank_not_positive": _l("“%(text)s” is not a rank"),
}

_FILES: dict[str, LazyString] = {
    "file_unreadable": _l("the file cannot be read: %(reason)s"),
    "csv_not_text": _l("the file is neither UTF-8 nor GB18030 text"),
    "csv_empty": _l("the file is empty"),
    "csv_syntax": _l("the row is not valid CSV: %(reason)s"),
    "header_missing": _l("the column “%(key)s” is missing from the header"),
    "header_unknown": _l("the column “%(key)s” is not known"),
    "header_twice": _l("the column “%(key)s” stands in the header twice"),
    "row_length": _l("the row has %(count)s cells, the header %(expected)s"),
    "cell_blank": _l("%(key)s is blank"),
    "duplicate_mark": _l("the same mark stands already in line %(line)s"),
    "state_conflict": _l("the state “%(text)s” contradicts “%(other)s” of the same seat"),
    "mark_with_state": _l("a seat that is “%(text)s” gives no mark"),
    "mark_blank": _l("the mark is blank; leave the row out for an absent mark"),
    "entry_row_twice": _l("the entry stands already in line %(line)s"),
    "deduction_reason_without_deduction": _l("a reason without a deduction"),
    "no_entries": _l("there is nothing to score"),
    "groups_without_seats": _l(
        "a file of marks does not say who sits in which judge group: name the seats of %(groups)s"
    ),
    "divisions_needed": _l(
        "ranks go by division: give a file of entries with the column “division”"
    ),
    "carried_needed": _l(
        "results of an earlier round are carried over: give a file of entries with the column "
        "“%(key)s”"
    ),
    "record_number": _l("“%(text)s” is not the number of a record: 1, 2, …"),
    "record_step_not_in_rules": _l(
        "“%(text)s” is no step of the rule sheet's tie chain that rests on a record"
    ),
    "record_place": _l("“%(text)s” is not a place from 1 to %(most)s"),
    "record_score": _l("“%(text)s” is not a score from 0 to 10000 with at most three decimals"),
    "record_row_twice": _l("the entry stands in this record already, in line %(line)s"),
    "record_of_two_steps": _l("record %(record)s is of another step in line %(line)s"),
    "record_of_one": _l("record %(record)s needs at least two entries: all who were tied"),
    "record_decides_nothing": _l("record %(record)s gives all the same place"),
    "record_draw_places": _l("record %(record)s must give each place from 1 to %(most)s once"),
    "record_entry_unknown": _l("entry %(entry)s of heat %(heat)s has no marks"),
    "awards_too_many": _l("prizes can be given to at most %(limit)s entries"),
    "awards_not_in_rules": _l("the rule sheet has neither prizes nor advancement"),
    "entry_without_division": _l(
        "ranks go by division, and entry %(entry)s of heat %(heat)s has none"
    ),
}

PROBLEMS: dict[str, LazyString] = _NUMBERS | _DOCUMENT | _SHEETS | _FILES

#: ``Outcome.no_result`` → why there is no result.
NO_RESULT: dict[str, LazyString] = {
    "nobody_gave": _l("no judge has given marks"),
    "no_complete_sheet": _l("no judge has marked every criterion"),
    "nobody_ranked_all": _l("no judge has marked every entry of the heat"),
    "too_few_judges": _l("too few judges for the rule sheet"),
    "group_without_marks": _l("a judge group has given no marks"),
    "criterion_without_marks": _l("a criterion has no marks"),
    "no_earlier_result": _l("no result in an earlier round that counts"),
    "withdrawn": _l("withdrawn"),
    "absent": _l("absent"),
    "disqualified": _l("disqualified"),
}

#: Rank method → what its figure is called beside an entry; no score.
RANK_VALUES: dict[str, LazyString] = {
    "rank_sum": _l("Sum of ranks"),
    "truncated_ranks": _l("Sum of ranks"),
    "reciprocals": _l("Sum of reciprocals"),
    "majority": _l("Place by majority"),
    "copeland": _l("Place by pairs"),
    "positional_weights": _l("Points by place"),
}

#: ``JudgeLine.left_out`` and ``Segment.note`` → why a seat's marks do not count.
LEFT_OUT: dict[str, LazyString] = {
    "low": _l("lowest, dropped"),
    "high": _l("highest, dropped"),
    "raised": _l("lowest, the next one counted instead"),
    "lowered": _l("highest, the next one counted instead"),
    "practice": _l("practice seat"),
    "tie_break": _l("tie-break seat, looked at only in a tie"),
    "not_yet": _l("not given yet"),
    "absent": _l("absent"),
    "recused": _l("recused"),
    "void": _l("void"),
    "incomplete": _l("incomplete"),
    "not_all": _l("has not marked every entry of the heat"),
}
