/// The tables of the design, row by row, and what `docs/decisions/0056-where-the-tables-are-silent.md` adds to them.
extension RolloutCase {
  static let prologue = cases(
    """
    P1 start on locked -> observing
    P2 start on busy -> refused lock_held
    P3 start on busy [waits] -> start
    P4 start on lock_timeout -> refused lock_timeout
    P5 start on stale -> start lock_stolen
    P6 start on dirty -> refused previous_run_dirty
    P7 start on cancel/cancel_again -> refused cancelled
    P8 start on outside_window -> refused window
    P9 observing on pass -> ready
    P10 observing on fail -> refused unhealthy_before
    P11 observing on unknown/strange -> refused ambiguous
    P12 observing on drifted -> refused drift
    P13 observing on noop -> succeeded noop
    P14 observing on cancel/cancel_again -> refused cancelled
    """)

  static let blueGreen = cases(
    """
    B1 ready on begin -> deploying
    B2 deploying on ok -> verifying
    B3 deploying on fail/timeout -> undo_deploy
    B4 deploying on cancel -> undo_deploy
    B5 verifying on pass -> guard
    B6 verifying on pass [approve] -> waiting
    B7 verifying on fail/unknown/cancel -> undo_deploy
    B8 waiting on approved -> guard
    B9 waiting on rejected/timeout/cancel/fail -> undo_deploy
    B10 guard on old -> switching
    B11 guard on drifted -> halted drift
    B12 guard on unknown -> halted ambiguous
    B13 guard on cancel -> undo_deploy
    B14 switching on ok/fail/timeout/cancel -> confirming
    B15 confirming on new -> soaking
    B16 confirming on new [bad] -> undo_switch
    B17 confirming on old [bad] -> undo_deploy
    B18 confirming on old -> undo_switch
    B19 confirming on unknown -> undo_switch
    B20 soaking on pass [retire] -> retiring
    B21 soaking on pass -> closing
    B22 soaking on fail/cancel/abort -> undo_switch
    B23 soaking on unknown -> undo_switch
    B23 soaking on unknown [unknown=halt] -> halted unknown
    B23 soaking on unknown [unknown=approve] -> waiting_soak
    B24 soaking/waiting_soak on drifted -> halted drift
    B25a waiting_soak on approved [retire] -> retiring
    B25a waiting_soak on approved -> closing
    B25b waiting_soak on rejected/timeout/cancel/fail -> undo_switch
    B26 retiring on ok -> closing
    B27 retiring on fail/timeout/cancel -> closing retire_failed
    B28 closing on ok -> succeeded
    B28 closing on unknown -> succeeded after_unknown
    B29 undo_switch on ok -> undo_deploy
    B30 undo_switch on fail/unknown [tries] -> undo_switch
    B31 undo_switch on fail/unknown -> rollback_failed
    B32 undo_deploy on ok/noop -> rolled_back
    B33 undo_deploy on fail/timeout -> rolled_back leftovers
    B33 undo_deploy on fail/timeout [tries] -> undo_deploy
    B34 deploying on fail/timeout/cancel [failure=halt] -> halted
    B34 verifying on fail/unknown/cancel [failure=halt] -> halted
    B34 waiting on rejected/timeout/cancel/fail [failure=halt] -> halted
    B34 guard on cancel [failure=halt] -> halted
    B34 confirming on new/old [failure=halt bad] -> halted
    B34 confirming on old/unknown [failure=halt] -> halted
    B34 soaking on fail/cancel/abort/unknown [failure=halt] -> halted
    B34 waiting_soak on rejected/timeout/cancel/fail [failure=halt] -> halted
    B35 undo_switch/undo_deploy on cancel_again -> interrupted
    B35 ready/deploying/verifying/waiting/guard/switching/confirming on cancel_again -> interrupted
    B35 soaking/waiting_soak/retiring/closing on cancel_again -> interrupted
    B36 start/observing/ready/deploying/verifying/waiting/guard/switching on process_death -> orphaned
    B36 confirming/soaking/waiting_soak/retiring/closing/undo_switch/undo_deploy on process_death -> orphaned
    """)

  static let canary = cases(
    """
    K1 ready on begin -> deploying
    K2 deploying on ok -> verifying
    K3 deploying on fail/timeout/cancel -> undo_deploy
    K4 verifying on pass -> shifting
    K5 verifying on fail/unknown/cancel -> undo_deploy
    K6 shifting on ok/fail/timeout/cancel -> confirming
    K7 confirming on new -> analysing
    K8 confirming on new [bad] -> undo_shift
    K9 confirming on old [bad first] -> undo_deploy
    K10 confirming on old [bad] -> undo_shift
    K11 confirming on old -> undo_shift
    K12 confirming/shifting/promoting/soaking/waiting_soak on drifted -> halted drift
    K12 shifting on unknown -> halted ambiguous
    K12 promoting on unknown [unbegun] -> halted ambiguous
    K13 confirming on unknown -> undo_shift
    K14 confirming on unobserved -> analysing
    K14 confirming on unobserved [bad] -> undo_shift
    K15 analysing on pass -> shifting
    K16 analysing on pass [last] -> promoting
    K17 analysing on pass [approve] -> waiting
    K17 analysing on pass [approve last] -> waiting
    K18 analysing on fail -> undo_shift
    K19 analysing on too_few [longer] -> analysing extended
    K20 analysing on unknown/too_few -> undo_shift
    K20 analysing on unknown/too_few [unknown=halt] -> halted unknown
    K20 analysing on unknown/too_few [unknown=approve] -> waiting
    K21 analysing on stable_sick -> undo_shift baseline
    K22 analysing/waiting on promote -> promoting
    K23 analysing/waiting on abort/cancel -> undo_shift
    K24 waiting on approved -> shifting
    K24 waiting on approved [last] -> promoting
    K25 waiting on rejected/timeout -> undo_shift
    K26 waiting on fail -> undo_shift
    K27 promoting on ok -> soaking
    K28 promoting on fail/timeout/cancel/unknown -> undo_shift
    K28 promoting on cancel [replaced unbegun] -> undo_shift
    K29 promoting on fail/timeout/cancel/unknown [replaced] -> forward_hold
    K30 forward_hold on ok -> halted promotion
    K31 forward_hold on fail/timeout -> rollback_failed
    K31 forward_hold on fail/timeout [tries] -> forward_hold
    K32 soaking on pass [retire] -> retiring
    K32 soaking on pass -> closing
    K33 soaking on fail/cancel/abort/unknown -> undo_shift
    K33 soaking on unknown [unknown=halt] -> halted unknown
    K33 soaking on unknown [unknown=approve] -> waiting_soak
    K33 waiting_soak on approved [retire] -> retiring
    K33 waiting_soak on approved -> closing
    K33 waiting_soak on rejected/timeout/cancel/fail -> undo_shift
    K34 soaking on fail/cancel/abort/unknown [replaced] -> halted promoted
    K34 soaking on fail/cancel/abort/unknown [replaced undo-promote] -> undo_shift
    K34 waiting_soak on rejected/timeout/cancel/fail [replaced] -> halted promoted
    K34 waiting_soak on rejected/timeout/cancel/fail [replaced undo-promote] -> undo_shift
    K35 retiring on ok -> closing
    K35 retiring on fail/timeout/cancel -> closing retire_failed
    K36 closing on ok -> succeeded
    K36 closing on unknown -> succeeded after_unknown
    K37 undo_shift on ok -> draining
    K38 undo_shift on fail/unknown [tries] -> undo_shift
    K38 undo_shift on fail/unknown -> rollback_failed
    K39 undo_shift on stable_sick -> rollback_failed stable_unhealthy
    K40 draining on elapsed/cancel -> undo_deploy
    K41 undo_deploy on ok/noop -> rolled_back
    K41 undo_deploy on fail/timeout -> rolled_back leftovers
    K41 undo_deploy on fail/timeout [tries] -> undo_deploy
    K42 deploying on fail/timeout/cancel [failure=halt] -> halted
    K42 verifying on fail/unknown/cancel [failure=halt] -> halted
    K42 confirming on new/unobserved [failure=halt bad] -> halted
    K42 confirming on old [failure=halt bad first] -> halted
    K42 confirming on old [failure=halt bad] -> halted
    K42 confirming on old/unknown [failure=halt] -> halted
    K42 analysing on fail/unknown/too_few/abort/cancel [failure=halt] -> halted
    K42 analysing on stable_sick [failure=halt] -> halted baseline
    K42 waiting on abort/cancel/rejected/timeout/fail [failure=halt] -> halted
    K42 promoting on fail/timeout/cancel/unknown [failure=halt] -> halted
    K42 promoting on cancel [failure=halt replaced unbegun] -> halted
    K42 soaking on fail/cancel/abort/unknown [failure=halt] -> halted
    K42 soaking on fail/cancel/abort/unknown [failure=halt replaced undo-promote] -> halted
    K42 waiting_soak on rejected/timeout/cancel/fail [failure=halt] -> halted
    K42 waiting_soak on rejected/timeout/cancel/fail [failure=halt replaced undo-promote] -> halted
    K43 undo_shift/draining/undo_deploy on cancel_again -> interrupted
    K43 ready/deploying/verifying/shifting/confirming/analysing/waiting on cancel_again -> interrupted
    K43 promoting/soaking/waiting_soak/retiring/closing/forward_hold on cancel_again -> interrupted
    K44 start/observing/ready/deploying/verifying/shifting/confirming/analysing on process_death -> orphaned
    K44 waiting/promoting/soaking/waiting_soak/retiring/closing on process_death -> orphaned
    K44 forward_hold/undo_shift/draining/undo_deploy on process_death -> orphaned
    """)

  static let target = cases(
    """
    T1 pending on begin [drain] -> draining
    T1 pending on begin -> updating
    T2 pending on stopped/cancel -> skipped
    T3 pending on noop -> done noop
    T4 draining on ok -> updating
    T5 draining on fail/timeout/cancel -> failed_untouched
    T6 updating on ok -> verifying
    T7 updating on fail/timeout/cancel -> failed_touched
    T8 verifying on pass [drain] -> restoring
    T8 verifying on pass -> done
    T9 verifying on fail/unknown/cancel -> failed_touched
    T10 restoring on ok -> done
    T11 restoring on fail/timeout/cancel -> failed_touched
    T12 done/failed_touched on revert -> reverting
    T13 reverting on ok -> reverifying
    T14 reverifying on pass -> reverted
    T15 reverting on fail/timeout/unknown -> revert_failed
    T15 reverting on fail/timeout/unknown [tries] -> reverting
    T15 reverifying on fail/unknown -> revert_failed
    T15 reverifying on fail/unknown [tries] -> reverting
    T16 failed_untouched on ok/noop -> reverted
    T16 failed_untouched on fail -> revert_failed
    T16 failed_untouched on fail [tries] -> failed_untouched
    """)

  static let progressive = cases(
    """
    R1 ready on begin -> batch
    R2 batch on below_capacity -> recover capacity
    R3 batch on batch_ended -> gate
    R4 batch on too_many_failures -> recover failures
    R5 batch on no_progress -> recover no_progress
    R6 batch on cancel -> recover cancelled
    R7 gate on pass -> pause
    R8 gate on pass [last] -> soaking
    R9 gate on fail/cancel -> recover
    R10 gate on unknown -> recover
    R10 gate on unknown [unknown=halt] -> halted unknown
    R10 gate on unknown [unknown=approve] -> waiting
    R11 pause on elapsed [approve] -> waiting
    R11 pause on elapsed -> batch
    R12 pause on fail/cancel -> recover
    R13 waiting on approved -> batch
    R13 waiting on approved [last] -> soaking
    R14 waiting on rejected/timeout/cancel/fail -> recover
    R15 soaking on pass -> closing
    R15 soaking on pass [failed] -> closing partial
    R16 soaking on fail/cancel/abort/unknown -> recover
    R16 soaking on unknown [unknown=halt] -> halted unknown
    R16 soaking on unknown [unknown=approve] -> waiting_soak
    R16 waiting_soak on approved -> closing
    R16 waiting_soak on rejected/timeout/cancel/fail -> recover
    R17 closing on ok -> succeeded
    R17 closing on unknown -> succeeded after_unknown
    R18 recover on begin [touched] -> reverting
    R19 recover on begin [touched failure=batch] -> reverting
    R20 recover on begin [touched failure=halt] -> halted failure
    R21 recover on begin -> rolled_back
    R21 recover on begin [failure=batch] -> rolled_back
    R21 recover on begin [failure=halt] -> rolled_back
    R22 reverting on ok -> rolled_back
    R23 reverting on ok [failure=batch] -> halted mixed
    R23 reverting on ok [failure=batch first] -> rolled_back
    R24 reverting on fail -> rollback_failed
    R25 reverting on cancel_again -> interrupted
    R25 ready/batch/gate/pause/waiting/soaking/waiting_soak/closing/recover on cancel_again -> interrupted
    R26 start/observing/ready/batch/gate/pause/waiting/soaking on process_death -> orphaned
    R26 waiting_soak/closing/recover/reverting on process_death -> orphaned
    """)
}
