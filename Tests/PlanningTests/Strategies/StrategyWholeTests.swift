import TestSupport
import Testing

/// What is missing in a strategy, and what of one stands elsewhere.
@Suite("Mistakes in whole runbooks with strategies")
struct StrategyWholeTests {
  static let mistakes: [StrategyMistake] = [
    StrategyMistake(
      "a version that is secret",
      """
      [variables]
      VERSION = { secret = true, required = true }
      [ship]
      type = "BlueGreen"
      target = "api"
      active = "./lb.sh live"
      deploy = "./deploy.sh {{ rollout.version }}"
      check = "none"
      switch = "./lb.sh point {{ rollout.to }}"
      """,
      """
      deploy.toml:7:34: error: the variable VERSION is secret, and a version is shown to everybody [strategy.version]
        7 | deploy = "./deploy.sh {{ rollout.version }}"
          |                                  ^^^^^^^
           = hint: write {{ VERSION }} where it is needed, or say a version that may be shown: version = "{{ TAG }}"
      """),
    StrategyMistake(
      "a check before an update that asks for what the target tells then",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["web1"]
      version = "2.0"
      current = "./version.sh {{ rollout.target }}"
      update = "./update.sh {{ rollout.target }}"
      check = "./check.sh {{ rollout.previous }}"
      revert = "./update.sh {{ rollout.previous }}"
      """,
      """
      deploy.toml:8:32: error: `rollout` of a Progressive rollout has no `previous` here [strategy.name]
        8 | check = "./check.sh {{ rollout.previous }}"
          |                                ^^^^^^^^
           = hint: it has `target`, `batch`, `version`, `run_id`
      """),
    StrategyMistake(
      "nothing but a type",
      """
      [ship]
      type = "BlueGreen"
      """,
      """
      deploy.toml:1:2: error: a BlueGreen rollout needs `target`, `active`, `deploy`, `check`, `switch` [runbook.missing-key]
        1 | [ship]
          |  ^^^^
           = hint: it looks like this:
               [ship]
               type   = "BlueGreen"
               target = "api@{{ ENV }}"
               active = "./lb.sh live"
               deploy = "./deploy.sh {{ rollout.idle }} {{ VERSION }}"
               check  = { url = "http://{{ rollout.side }}.internal/healthz" }
               switch = "./lb.sh point {{ rollout.to }}"
               if nobody can tell whether it is healthy, say so: check = "none"
      """),
    StrategyMistake(
      "nothing but a type of Canary",
      """
      [ship]
      type = "Canary"
      """,
      """
      deploy.toml:1:2: error: a Canary rollout needs `target`, `deploy`, `shift`, `check` [runbook.missing-key]
        1 | [ship]
          |  ^^^^
           = hint: it looks like this:
               [ship]
               type   = "Canary"
               target = "api@{{ ENV }}"
               deploy = "./deploy.sh canary {{ VERSION }}"
               shift  = "./lb.sh canary-weight {{ rollout.weight }}"
               check  = { url = "https://canary.example.com/healthz" }
               if nobody can tell whether it is healthy, say so: check = "none"
      """),
    StrategyMistake(
      "nothing but a type of Progressive",
      """
      [ship]
      type = "Progressive"
      """,
      """
      deploy.toml:1:2: error: a Progressive rollout needs `target`, `targets`, `update`, `check`, `revert` [runbook.missing-key]
        1 | [ship]
          |  ^^^^
           = hint: it looks like this:
               [ship]
               type    = "Progressive"
               target  = "api@{{ ENV }}"
               targets = ["web1", "web2", "web3", "web4"]
               update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
               check   = { url = "http://{{ rollout.target }}:8080/healthz" }
               revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
               if nobody can tell whether it is healthy, say so: check = "none"
      """),
    StrategyMistake(
      "no revert",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a", "b"]
      update = "./u.sh"
      check = "none"
      """,
      """
      deploy.toml:1:2: error: a Progressive rollout that goes back needs `revert` [runbook.missing-key]
        1 | [ship]
          |  ^^^^
           = hint: write what puts the old version back on a target, or on_failure = "halt":
               [ship]
               type    = "Progressive"
               target  = "api@{{ ENV }}"
               targets = ["web1", "web2", "web3", "web4"]
               update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
               check   = { url = "http://{{ rollout.target }}:8080/healthz" }
               revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """),
    StrategyMistake(
      "no targets",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = []
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: there are no targets [strategy.targets]
        4 | targets = []
          |           ^^
           = hint: name them: targets = ["web1", "web2"]
      """),
    StrategyMistake(
      "a target twice",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a", "b", "a"]
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: target `a` is named twice [strategy.targets]
        4 | targets = ["a", "b", "a"]
          |           ^^^^^^^^^^^^^^^
           = hint: remove one of them
      """),
    StrategyMistake(
      "targets that cannot be parts of ids",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a/b", "", "c"]
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: `a/b` cannot be the name of a target [strategy.item-name]
        4 | targets = ["a/b", "", "c"]
          |           ^^^^^^^^^^^^^^^^
           = hint: it becomes part of the ids of nodes: one line of printable text without `/`
      deploy.toml:4:11: error: `` cannot be the name of a target [strategy.item-name]
        4 | targets = ["a/b", "", "c"]
          |           ^^^^^^^^^^^^^^^^
           = hint: it becomes part of the ids of nodes: one line of printable text without `/`
      """),
    StrategyMistake(
      "targets that are no names",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a", ["b"]]
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:17: error: an item of `targets` must be a string, not an array [runbook.type]
        4 | targets = ["a", ["b"]]
          |                 ^^^^^
           = hint: for example targets = ["web1", "web2"]
      """),
    StrategyMistake(
      "targets that are one name",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = "web1"
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: `targets` must be a list, not a string [runbook.type]
        4 | targets = "web1"
          |           ^^^^^^
           = hint: for example targets = ["web1", "web2"]
      """),
    StrategyMistake(
      "targets of a template that is no list",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = "{{ 1 }}"
      update = "./u.sh"
      check = "none"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: `targets` must be a list, not `1` [plan.value]
        4 | targets = "{{ 1 }}"
          |           ^^^^^^^^^
      """),
    StrategyMistake(
      "targets that are named as nodes are",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["update", "gate"]
      update = "./u.sh"
      check = "./c.sh"
      on_failure = "halt"
      """,
      """
      deploy.toml:4:11: error: with the name `update` two nodes would be called `batch-2/gate/update` [strategy.item-name]
        4 | targets = ["update", "gate"]
          |           ^^^^^^^^^^^^^^^^^^
           = hint: call it something else
      """),
    StrategyMistake(
      "no revert for an answer that needs one, among other keys",
      """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a", "b"]
      check = "none"
      on_failure = "revert_batch"
      """,
      """
      deploy.toml:1:2: error: a Progressive rollout needs `update`, `revert` [runbook.missing-key]
        1 | [ship]
          |  ^^^^
           = hint: it looks like this:
               [ship]
               type    = "Progressive"
               target  = "api@{{ ENV }}"
               targets = ["web1", "web2", "web3", "web4"]
               update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
               check   = { url = "http://{{ rollout.target }}:8080/healthz" }
               revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """),
    StrategyMistake(
      "no revert, by a template",
      """
      [variables]
      HALT = "rollback"
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["a", "b"]
      update = "./u.sh"
      check = "none"
      on_failure = "{{ HALT }}"
      """,
      """
      deploy.toml:9:15: error: a Progressive rollout that goes back needs `revert` [runbook.missing-key]
        9 | on_failure = "{{ HALT }}"
          |               ^^^^^^^^^^
           = hint: write what puts the old version back on a target, or on_failure = "halt":
               [ship]
               type    = "Progressive"
               target  = "api@{{ ENV }}"
               targets = ["web1", "web2", "web3", "web4"]
               update  = "ssh {{ rollout.target }} ./update.sh {{ VERSION | quote }}"
               check   = { url = "http://{{ rollout.target }}:8080/healthz" }
               revert  = "ssh {{ rollout.target }} ./update.sh {{ rollout.previous | quote }}"
      """),
    StrategyMistake(
      "no version",
      """
      [ship]
      type = "Canary"
      target = "api"
      deploy = "./d.sh {{ rollout.version }}"
      shift = "./s.sh {{ rollout.weight }}"
      check = "none"
      weight = "./w.sh"
      """,
      """
      deploy.toml:4:29: error: nothing says which version is rolled out [strategy.version]
        4 | deploy = "./d.sh {{ rollout.version }}"
          |                             ^^^^^^^
           = hint: declare the variable VERSION, or say it here: version = "{{ TAG }}"
      """),
    StrategyMistake(
      "no probe of the weight",
      """
      [ship]
      type = "Canary"
      target = "api"
      deploy = "./d.sh"
      shift = "./s.sh {{ rollout.weight }}"
      check = "none"
      """,
      """
      deploy.toml:1:2: warning: without `weight` nobody can tell whether the traffic went where it should [strategy.weight]
        1 | [ship]
          |  ^^^^
           = hint: add what prints the percentage: weight = "./lb.sh weight"
      """),
    StrategyMistake(
      "a rollout outside of one",
      """
      [build]
      command = "./b.sh {{ rollout.version }}"
      """,
      """
      deploy.toml:2:30: error: `rollout` has a meaning only in what a strategy does [strategy.name]
        2 | command = "./b.sh {{ rollout.version }}"
          |                              ^^^^^^^
           = hint: it is there in the actions and checks of BlueGreen, Canary and Progressive nodes
      """),
    StrategyMistake(
      "a lock that only strategies have",
      """
      [build]
      command = "./b.sh"
      lock = false
      [push]
      command = "./p.sh"
      lock = { acquire = "x", release = "y" }
      """,
      """
      deploy.toml:3:8: error: `lock` must be a name or a list of names here; only strategies have other forms [runbook.type]
        3 | lock = false
          |        ^^^^^
           = hint: write lock = "NAME", or leave it out
      deploy.toml:6:8: error: `lock` must be a name or a list of names here; only strategies have other forms [runbook.type]
        6 | lock = { acquire = "x", release = "y" }
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           = hint: write lock = "NAME", or leave it out
      """),
  ]

  @Test("are told with their place and what works", arguments: mistakes)
  func mistake(mistake: StrategyMistake) {
    #expect(Reading.problems(mistake.runbook) == (mistake.problems.isEmpty ? "" : mistake.problems + "\n"))
  }
}
