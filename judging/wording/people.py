"""Sentences for people, panels, sign-in and imports."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "panel_has_sheets": _l(
        "Score sheets exist in this panel already, so its seats and groups can no longer change."
    ),
    "seat_number_taken": _l("seat %(number)s is on this panel already"),
    "unknown_judge_group": _l("is not a judge group: %(value)s"),
    "control_characters": _l("holds characters that cannot be shown"),
    "password_too_short": _l("must have at least %(least)s characters"),
    "password_easy_to_guess": _l(
        "is easy to guess: it stands in lists of known passwords, or follows a pattern. Use a "
        "sentence that only you know."
    ),
    "wrong_present_password": _l("is not your present password"),
    "wait_before_next_try": _l("Too many wrong tries. The next try is possible in %(wait_s)s s."),
    "no_cookies": _l("This browser keeps no cookies. Allow them for this address and try again."),
    "seat_link_unknown": _l(
        "No seat has this link. Perhaps the card was replaced, or a letter is missing."
    ),
    "seat_on_another_device": _l("This seat is in use on another device."),
    "seat_taken_over": _l(
        "This seat was opened on another device. What this tablet has not sent yet stays on it "
        "and is sent by itself."
    ),
    "seat_not_on_this_device": _l("This device is not tied to that seat. Scan the seat card."),
    "seat_link_revoked": _l(
        "This seat card is no longer valid. Ask the organizer for the new one."
    ),
    "seat_link_ended": _l("This heat is over; its seat cards open nothing any more."),
    "invitation_over": _l(
        "This link was used, was replaced, or is too old. Ask the organizer for a new one."
    ),
    "works_elsewhere": _l(
        "This person also works in another competition, so only the terminal can make the link."
    ),
    "password_is_set": _l(
        "This person has a password already, and a link would let somebody else replace it. If it "
        "is forgotten, whoever runs the server sets a new one: judging organizer password."
    ),
    "not_an_email": _l("is not an e-mail address"),
    "no_email_no_office": _l("This person has no e-mail address and could not sign in."),
    "last_organizer": _l("A competition keeps at least one organizer."),
    "judge_is_seated": _l("This judge sits on a panel. Give the seat to somebody else first."),
}

IMPORTS: dict[str, LazyString] = {
    "file_too_large": _l("The file is larger than %(most_mib)s MiB."),
    "workbook_unpacks_too_large": _l("The workbook unpacks to far more than a table of entries."),
    "workbook_broken": _l("The file is damaged or is not an XLSX workbook. Save it again as XLSX."),
    "workbook_old": _l("This is an old XLS workbook. Save it as XLSX or CSV and send that."),
    "workbook_locked": _l("The workbook is locked by a password. Save it without one."),
    "workbook_refused": _l(
        "The workbook holds parts that no spreadsheet program writes. Save it again as XLSX."
    ),
    "encoding_unknown": _l("The text is neither UTF-8 nor GB18030. Save the file as CSV UTF-8."),
    "csv_broken": _l("is not proper CSV: a quotation mark is not closed, or stands inside a cell"),
    "too_many_rows": _l("has more than %(most)s rows"),
    "formula_in_cell": _l("holds a formula. Paste the values instead (paste special, values)."),
    "error_in_cell": _l("holds an error of the spreadsheet program, such as #N/A"),
    "merged_cells": _l("These cells are merged. Undo that, so that each row stands for itself."),
    "file_empty": _l("The file holds no rows below its header."),
    "header_not_found": _l(
        "No header row was found in the first ten rows. It needs at least: entry no., name, "
        "division. The template shows how."
    ),
    "panel_header_not_found": _l(
        "No header row was found in the first ten rows. It needs at least: seat, and name or group."
    ),
    "column_twice": _l("The column stands there twice: %(column)s"),
    "column_missing_number": _l("The column “entry no.” (编号) is missing."),
    "column_missing_names": _l("The column “name” (姓名) is missing."),
    "column_missing_division": _l("The column “division” (组别) is missing."),
    "column_missing_seat": _l("The column “seat” (席位) is missing."),
    "unknown_division": _l(
        "is not a division of this competition: %(value)s. Add the division first, or correct it."
    ),
    "entry_twice": _l("This entry number stands in row %(line)s already."),
    "entry_number_form": _l("may hold letters, digits, dots, hyphens and underscores only"),
    "entry_number_fixed": _l("An entry keeps its number. Withdraw it and add another."),
    "too_many_members": _l("A team has at most %(most)s members here."),
    "name_twice": _l("The same name stands there twice: %(name)s"),
    "latin_names_count": _l("There are not as many Latin names as names."),
    "division_fixed": _l("The entry's heat has begun, so its division can no longer change."),
    "entry_in_marked_heat": _l(
        "The entry stands in a heat that has begun. Withdraw it there, on the heat's progress page."
    ),
    "seat_number_form": _l("is not a seat number from 1 to 99"),
    "seat_twice": _l("This seat stands in row %(line)s already."),
    "upload_gone": _l("The preview is too old, or it was used already. Choose the file again."),
    "upload_changed": _l("The file is not the one that was previewed. Choose it again."),
    "upload_quota": _l("Too many files are waiting to be imported. Try again in an hour."),
}
PROBLEMS |= IMPORTS
