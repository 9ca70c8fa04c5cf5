import Planning
import TestSupport
import Testing

@Suite("Plans of irreversible nodes and pivots")
struct PrecautionPlanTests {
  @Test("keep what templates come to, and leave out what is not so")
  func encoded() {
    let text = """
      [variables]
      PROD = true
      [a]
      command = "x"
      rollback = "undo"
      [b]
      command = "x"
      irreversible = "{{ PROD }}"
      pivot = "{{ PROD }}"
      [c]
      command = "x"
      irreversible = "{{ not PROD }}"
      """
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.nodes[1].precautions?.isIrreversible?.literal == true)
    #expect(plan.nodes[1].precautions?.texts == ["a person is asked first", "closes the rollbacks before it"])
    #expect(plan.nodes[2].precautions?.texts == [])
  }

  @Test("refuse what is neither true nor false")
  func wrong() {
    #expect(
      Reading.problemIDs("[a]\ncommand = \"x\"\nirreversible = \"{{ 'x' }}\"\n") == ["plan.value"])
  }

  @Test("warn where the keys contradict each other")
  func contradictions() {
    let text = """
      [z]
      command = "x"
      rollback = "undo"
      [a]
      command = "x"
      irreversible = true
      rollback = "undo"
      [b]
      command = "x"
      pivot = true
      rollback = "undo"
      rollback_on = "success"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:6:1: warning: a node that cannot be undone has a `rollback` [runbook.rollback]
          6 | irreversible = true
            | ^^^^^^^^^^^^
             = hint: remove one of them; `irreversible` asks before the node starts, and closes nothing
        deploy.toml:12:1: warning: the rollback of a pivot that has succeeded never runs [runbook.rollback]
          12 | rollback_on = "success"
             | ^^^^^^^^^^^
              = hint: remove it, and the rollback runs where the node fails; or remove `pivot`

        """)
  }

  @Test("warn of a pivot that closes nothing, or that answers a failure")
  func pivots() {
    let pivot = "[p]\ncommand = \"x\"\npivot = true\n"
    #expect(
      Reading.problems(pivot) == """
        deploy.toml:1:2: warning: `pivot` has no effect: no other node is undone after a failure [plan.pivot]
          1 | [p]
            |  ^
             = hint: remove it, or give another node a `rollback`

        """)
    let undone = "[a]\ncommand = \"x\"\nrollback = \"undo\"\n"
    #expect(Reading.problemIDs(undone + pivot).isEmpty)
    #expect(Reading.problemIDs("[runbook]\nrollback = \"never\"\n" + undone + pivot) == ["plan.pivot"])
    #expect(
      Reading.problems(undone + "[p]\ncommand = \"x\"\nwhen = \"has_failed('a')\"\npivot = true\n") == """
        deploy.toml:4:2: warning: a pivot that answers a failure keeps that failure from being undone [plan.pivot]
          4 | [p]
            |  ^
             = hint: remove `pivot`, or let the node run where nothing has failed

        """)
  }
}
