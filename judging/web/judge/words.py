"""Every sentence of the tablet's modules, translated with the page that loads them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from judging.web.judge.delivery_words import DELIVERY_WORDS

#: key in the modules → sentence. ``%(name)s`` is filled in on the tablet.
WORDS: dict[str, LazyString] = {
    "number": _l("No. %(order)s"),
    "number_before": _l("Number"),
    "entry_number": _l("entry %(number)s"),
    "on_stage": _l("on stage now"),
    "nobody_yet": _l(
        "The running order of this heat is not set yet. This page shows it by itself."
    ),
    "status_empty": _l("not marked yet"),
    "status_draft": _l("begun"),
    "status_waiting": _l("saved on this tablet"),
    "status_refused": _l("not accepted"),
    "status_conflict": _l("two versions"),
    "status_received": _l("received"),
    "status_recused": _l("stepped aside"),
    "status_absent": _l("entered as absent"),
    "status_void": _l("void"),
    "status_out": _l("not taking part"),
    "own_totals": _l("Your totals in this heat"),
    "range": _l("%(least)s–%(most)s, step %(step)s"),
    "of_most": _l("of %(most)s"),
    "mark_of": _l("Mark for %(criterion)s"),
    "slider_of": _l("Slider for %(criterion)s"),
    "less": _l("One step less for %(criterion)s"),
    "more": _l("One step more for %(criterion)s"),
    "not_marked": _l("not marked yet"),
    "mark_missing": _l("Please give a mark."),
    "not_a_decimal": _l("Please enter a number."),
    "number_too_long": _l("Please enter a number between %(least)s and %(most)s."),
    "mark_out_of_range": _l("Between %(least)s and %(most)s only."),
    "mark_off_step": _l("Steps of %(step)s only."),
    "comment_contestant": _l("Comment to the contestant"),
    "comment_contestant_help": _l("May be handed to the contestant with the result."),
    "comment_panel": _l("Note to the panel"),
    "comment_panel_help": _l(
        "Read by the chief judge, the organizers and the auditor; never published."
    ),
    "phrases": _l("Phrases to tap"),
    "total": _l("Total"),
    "marked": _l("%(done)s of %(all)s marked"),
    "all_marked": _l("All marked"),
    "missing": _l("Only %(done)s of %(all)s criteria are marked."),
    "draft_device": _l("Draft saved on this tablet"),
    "draft_server": _l("Draft saved"),
    "submit": _l("Submit"),
    "submit_together": _l("Submit all %(count)s"),
    "together_title": _l("Submit these %(count)s score sheets together?"),
    "due_after": _l("To hand in after No. %(order)s"),
    "due_now": _l("Your score sheet of No. %(order)s is not submitted yet."),
    "submit_title": _l("Submit the score sheet of number %(order)s?"),
    "submit_now": _l("Submit now"),
    "back": _l("Back"),
    "back_to_marks": _l("Back to the marks"),
    "review_caption": _l("Your marks"),
    "reason": _l("Reason"),
    "reason_missing": _l("Please give a reason."),
    "next": _l("Next: No. %(order)s"),
    "waiting_title": _l("Saved on this tablet, not received yet"),
    "waiting_text": _l("It is sent by itself as soon as the network is there. Go on marking."),
    "status_held": _l("does not count yet"),
    "held_title": _l("These marks do not count yet"),
    "held_tell": _l("Tell the chief judge: score sheet of No. %(order)s."),
    "held_text": _l("Your marks stay on this tablet and are offered again."),
    "received_title": _l("Score sheet received"),
    "received_at": _l("Received %(time)s"),
    "revision": _l("revision %(number)s"),
    "closed_text": _l("The heat is closed. Only the chief judge can reopen this score sheet."),
    "reopened_text": _l("The chief judge reopened this score sheet for you to correct."),
    "refused_title": _l("The score sheet was not accepted"),
    "take_back": _l("Edit the marks"),
    "retry": _l("Send again"),
    "conflict_title": _l("Two devices sent different versions"),
    "conflict_text": _l("Both are kept. Choose the one that you mean; the chief judge sees both."),
    "conflict_there": _l("Choose on the other device. Both versions are kept."),
    "version_counts": _l("Version %(number)s, counts now"),
    "version_beside": _l("Version %(number)s, kept beside it"),
    "use_version": _l("Use version %(number)s"),
    "use_title": _l("Use version %(number)s for No. %(order)s?"),
    "use_text": _l("The other version stays on record and does not count."),
    "differs": _l("differs"),
    "conflict_elsewhere": _l(
        "Two versions of your score sheet of No. %(order)s: please choose one."
    ),
    "settled_reason": _l("chosen by the judge: version %(number)s"),
    "recuse": _l("Step aside"),
    "recuse_title": _l("Step aside for number %(order)s?"),
    "recuse_text": _l("You give no marks for this contestant, and none count. The others go on."),
    "recuse_reason": _l("Why? (same school, adviser, relative …)"),
    "recuse_go": _l("Step aside"),
    "recused_title": _l("You stepped aside for this contestant"),
    "recused_desk_title": _l("You do not mark this contestant"),
    "recused_desk_text": _l(
        "This was entered beforehand; nobody waits for your marks here. If it is a mistake, ask "
        "the desk to reopen the sheet."
    ),
    "absent_title": _l("You were entered as absent for this contestant"),
    "absent_text": _l(
        "No marks of yours count here. If you can mark after all, ask the desk to reopen the sheet."
    ),
    "void_title": _l("This score sheet was declared void"),
    "void_text": _l("The chief judge took it out of the count. Ask at the panel table if unsure."),
    "out_title": _l("This contestant is not taking part"),
    "out_text": _l("Absent, withdrawn or disqualified: there is nothing to mark."),
    "status_correcting": _l("correction begun"),
    "status_question": _l("please check"),
    "question_title": _l("Please check your marks once more"),
    "question_text": _l(
        "You are asked to make sure that no number slipped. If the marks are as you meant them, "
        "confirm them. If not, correct them."
    ),
    "question_marks": _l("Please look at these marks first: %(criteria)s"),
    "list_comma": _l(", "),
    "question_confirm": _l("These marks are right"),
    "question_correct": _l("Correct the marks"),
    "question_reason": _l("corrected when asked to check"),
    "question_elsewhere": _l("Please check your score sheet of No. %(order)s once more."),
    "answered_title": _l("Thank you. Your score sheet stands as it is."),
    "correct": _l("Correct"),
    "correct_title": _l("Correct the score sheet of number %(order)s?"),
    "correct_text": _l(
        "The sheet as it is stays on record. Your correction becomes a new revision."
    ),
    "correct_reason": _l("Reason for the correction"),
    "correct_go": _l("Open for correction"),
    "correcting_title": _l("You are correcting a score sheet that was received"),
    "correcting_waiting": _l("You are correcting a score sheet that has not been received yet"),
    "correct_cancel": _l("Keep it as it was"),
    "correcting_elsewhere": _l("Your correction of No. %(order)s is not submitted yet."),
    "heat_planned": _l("This heat is being prepared. Marking begins when it is opened."),
    "heat_drawn": _l("The order is set. Marking begins when the heat is opened."),
    "heat_closed": _l("This heat is closed for marking."),
    "heat_tallied": _l("This heat is closed for marking and has been tallied."),
    "heat_signed": _l("The result of this heat is signed."),
    "heat_open": _l("This heat is open."),
    "stage_is": _l("Now on stage: No. %(order)s"),
    "go_to": _l("Go to No. %(order)s"),
    "practice_bar": _l("practice, not counted"),
    "practice_title": _l("Practice seat"),
    "practice_text": _l(
        "Mark as the others do. Your marks are kept and compared, but do not count."
    ),
    "storage_refused_title": _l("This browser keeps nothing"),
    "storage_refused_text": _l(
        "Close private browsing or free some space, then open your seat card again. Until then, "
        "do not close this page before every score sheet is received."
    ),
    "storage_full_title": _l("The tablet's storage is full"),
    "storage_full_text": _l(
        "What you type now is not saved on this tablet. Keep this page open, delete photos or "
        "films that nobody needs, then try again."
    ),
    "storage_failing_title": _l("This tablet could not save"),
    "storage_failing_text": _l(
        "What you typed last is not saved on this tablet. Keep this page open until everything is "
        "received, and ask the desk for another tablet."
    ),
    "storage_scarce_title": _l("The tablet's storage is almost full"),
    "storage_scarce_text": _l(
        "So far everything is saved. Please delete photos or films that nobody needs before you "
        "begin to mark."
    ),
    "draft_lost": _l("Not saved on this tablet"),
    "unsaved_title": _l("Not saved on this tablet, not received yet"),
    "unsaved_text": _l(
        "Do not close or reload this page: your marks are only on the screen. They are sent by "
        "themselves, again and again."
    ),
    "status_unsaved": _l("not saved"),
    "badge_unsaved": _l("not saved"),
    "no_worker_title": _l("Please leave this page open"),
    "no_worker_text": _l(
        "Your marks are saved on this tablet. But at this address the page cannot be opened "
        "again while the network is away: do not close or reload it."
    ),
    "no_worker_away": _l(
        "The network is away. Do not close or reload this page until it is back; your marks are "
        "saved on this tablet."
    ),
    "newer_title": _l("A new version of this page is ready"),
    "newer_text": _l("Reload when it suits you. What you have typed stays."),
    "newer_go": _l("Reload now"),
    "nothing_kept": _l(
        "There is no score sheet on this tablet yet. As soon as there is a network, scan your "
        "seat card."
    ),
    "seat": _l("Seat %(number)s"),
    "group_expert": _l("Expert judge"),
    "group_public": _l("Public judge"),
    "group_practice": _l("Practice judge"),
    "group_tie_break": _l("Tie-break judge"),
    "signed_out_title": _l("Your sign-in has ended"),
    "signed_out_text": _l(
        "Everything stays on this tablet. Scan your seat card again to go on: the new one, if the "
        "desk has replaced it."
    ),
    "sign_in": _l("Sign in"),
    "away_title": _l("No connection at the moment"),
    "away_text": _l("Go on marking. Everything is saved on this tablet and sent later."),
    "language_away": _l("No network: the page stays in this language. Try again later."),
    "language_unsaved": _l("Something is not saved yet: the page stays in this language."),
    "badge_received": _l("All received"),
    "badge_nothing": _l("Nothing waiting"),
    "badge_begun": _l("not submitted · %(done)s received"),
    "badge_only_begun": _l("not submitted"),
    "badge_waiting": _l("to be sent"),
    "badge_refused": _l("not accepted"),
    "badge_away": _l("No connection"),
    "badge_signed_out": _l("Signed out"),
    "start_failed": _l(
        "The tablet page could not start here. You can mark with the plain form below."
    ),
    "try_again": _l("Try again"),
}


def words_for_page() -> dict[str, str]:
    """Return the sentences in the reader's language."""
    return {key: str(sentence) for key, sentence in (WORDS | DELIVERY_WORDS).items()}
