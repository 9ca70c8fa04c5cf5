import TestSupport
import Testing

/// What is wrong with an iteration is said before anything runs, at its place.
@Suite("Mistakes in iterations")
struct IterationProblemTests {
  @Test("in what is iterated over")
  func sources() {
    let text = """
      [variables]
      N = 3
      WORD = "eu"
      NONE = []
      SECRET = { secret = true, required = true }
      [a]
      command = "x"
      [over-number]
      foreach = 3
      command = "x {{ item }}"
      [over-text]
      foreach = "eu"
      command = "x {{ item }}"
      [over-variable]
      foreach = "{{ N }}"
      command = "x {{ item }}"
      [over-word]
      foreach = "{{ WORD }}"
      command = "x {{ item }}"
      [over-both]
      foreach = [1]
      matrix = { os = [1] }
      command = "x {{ item }}"
      [over-nothing]
      matrix = {}
      command = "x {{ matrix.os }}"
      [over-empty]
      matrix = { os = [], arch = [1] }
      command = "x {{ matrix.os }}"
      [over-none]
      matrix = { os = "{{ NONE }}" }
      command = "x {{ matrix.os }}"
      [over-table]
      matrix = { os = 1, include = [2] }
      command = "x"
      [over-output]
      matrix = { x = "{{ nodes.a.json }}" }
      command = "x {{ matrix.x }}"
      [over-environment]
      foreach = "{{ env.LIST }}"
      command = "x {{ item }}"
      [over-secret]
      foreach = ["{{ SECRET }}"]
      command = "x {{ item }}"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:9:11: error: `foreach` must be a list or a map, not an integer [runbook.type]
          9 | foreach = 3
            |           ^
        deploy.toml:12:11: error: `foreach` must be a list or a map, not a string [runbook.type]
          12 | foreach = "eu"
             |           ^^^^
              = hint: write a list, ["eu"], or a variable that is one, "{{ NAME }}"
        deploy.toml:15:12: error: `foreach` must be a list or a map, not an integer [plan.value]
          15 | foreach = "{{ N }}"
             |            ^^^^^^^
        deploy.toml:18:12: error: `foreach` must be a list or a map, not a string [plan.value]
          18 | foreach = "{{ WORD }}"
             |            ^^^^^^^^^^
        deploy.toml:22:1: error: `foreach` and `matrix` exclude each other [runbook.conflict]
          22 | matrix = { os = [1] }
             | ^^^^^^
              = hint: keep one of them
        deploy.toml:25:10: error: the matrix has no lists [runbook.iteration]
          25 | matrix = {}
             |          ^^
              = hint: write matrix = { NAME = [ … ] }
        deploy.toml:28:17: error: the list `os` of the matrix is empty [runbook.iteration]
          28 | matrix = { os = [], arch = [1] }
             |                 ^^
              = hint: without a value for it there is no combination; remove it, or add one
        deploy.toml:31:18: error: the list `os` of the matrix is empty [plan.iteration]
          31 | matrix = { os = "{{ NONE }}" }
             |                  ^^^^^^^^^^
              = hint: without a value for it there is no combination; remove it, or add one
        deploy.toml:34:17: error: `os` must be a list, not an integer [runbook.type]
          34 | matrix = { os = 1, include = [2] }
             |                 ^
        deploy.toml:34:31: error: an item of `include` must be a table, not an integer [runbook.type]
          34 | matrix = { os = 1, include = [2] }
             |                               ^
        deploy.toml:37:17: error: `matrix` must be known before the run [plan.needs-run]
          37 | matrix = { x = "{{ nodes.a.json }}" }
             |                 ^^^^^^^^^^^^^^^^^^
              = hint: use only variables in it
        deploy.toml:40:12: error: `foreach` must be known before the run [plan.needs-run]
          40 | foreach = "{{ env.LIST }}"
             |            ^^^^^^^^^^^^^^
              = hint: use only variables in it
        deploy.toml:43:13: error: `foreach` is shown and recorded, so no secret can stand in it [secret.shown]
          43 | foreach = ["{{ SECRET }}"]
             |             ^^^^^^^^^^^^
              = hint: use it in `env`, `stdin`, a header or a body

        """)
  }

  @Test("in how many there are")
  func limits() {
    let text = """
      [variables]
      MINUS = -1
      [a]
      foreach = [1]
      batch_size = -1
      max_failures = -1
      command = "x {{ item }}"
      [b]
      foreach = [1]
      batch_size = 0
      max_failures = "101%"
      command = "x {{ item }}"
      [c]
      foreach = [1]
      batch_size = "{{ MINUS }}"
      max_failures = "{{ MINUS }}"
      command = "x {{ item }}"
      [d]
      foreach = [1]
      max_failures = "some"
      batch_size = [1]
      command = "x {{ item }}"
      [e]
      batch_size = 1
      max_failures = "10%"
      command = "x"
      [f]
      foreach = "{{ range(10001) }}"
      command = "x {{ item }}"
      [g]
      matrix = { a = "{{ range(1000) }}", b = "{{ range(1000) }}", c = "{{ range(1000) }}" }
      command = "x {{ matrix.a }}"
      [h]
      foreach = [1, 2]
      depends_on = ["a:done", "b:done"]
      join = "{{ item }}"
      command = "x"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:5:14: error: `batch_size` must be at least 1, not `-1` [runbook.value]
          5 | batch_size = -1
            |              ^^
        deploy.toml:6:16: error: `max_failures` must be a number from 0, or a percentage up to "100%", not `-1` [runbook.value]
          6 | max_failures = -1
            |                ^^
        deploy.toml:10:14: error: `batch_size` must be at least 1, not `0` [runbook.value]
          10 | batch_size = 0
             |              ^
        deploy.toml:11:16: error: `max_failures` must be a number from 0, or a percentage up to "100%", not `101%` [runbook.value]
          11 | max_failures = "101%"
             |                ^^^^^^
        deploy.toml:15:15: error: `batch_size` must be at least 1, not `-1` [plan.value]
          15 | batch_size = "{{ MINUS }}"
             |               ^^^^^^^^^^^
        deploy.toml:16:17: error: `max_failures` must be a number from 0, or a percentage up to "100%", not `-1` [plan.value]
          16 | max_failures = "{{ MINUS }}"
             |                 ^^^^^^^^^^^
        deploy.toml:20:16: error: `max_failures` must be a number from 0, or a percentage up to "100%", not `some` [runbook.value]
          20 | max_failures = "some"
             |                ^^^^^^
        deploy.toml:21:14: error: `batch_size` must be an integer, not an array [runbook.type]
          21 | batch_size = [1]
             |              ^^^
        deploy.toml:24:1: error: `batch_size` has no effect without `foreach` or `matrix` [runbook.iteration]
          24 | batch_size = 1
             | ^^^^^^^^^^
              = hint: remove it, or say what the node is done for: foreach = [ … ]
        deploy.toml:25:1: error: `max_failures` has no effect without `foreach` or `matrix` [runbook.iteration]
          25 | max_failures = "10%"
             | ^^^^^^^^^^^^
              = hint: remove it, or say what the node is done for: foreach = [ … ]
        deploy.toml:28:12: error: a node has at most 10000 instances, not 10001 [plan.iteration]
          28 | foreach = "{{ range(10001) }}"
             |            ^^^^^^^^^^^^^^^^^^
        deploy.toml:31:10: error: a node has at most 10000 instances, not 1000000000 [plan.iteration]
          31 | matrix = { a = "{{ range(1000) }}", b = "{{ range(1000) }}", c = "{{ range(1000) }}" }
             |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        deploy.toml:36:9: error: `join` must be the same for all instances [plan.needs-run]
          36 | join = "{{ item }}"
             |         ^^^^^^^^^^
              = hint: use only variables in it

        """)
  }

  @Test("in the names that they give")
  func names() {
    let text = """
      [plain]
      command = "x {{ item }} {{ matrix.os }} {{ item | default('') }}"
      when = "index == 0"
      [each]
      foreach = ["a"]
      command = "x {{ matrix.os }}"
      [grid]
      matrix = { os = ["a"], exclude = [{ so = "a" }] }
      command = "x {{ item }} {{ matrix.so }} {{ matrix['arhc'] | default('') }}"
      [reader]
      command = "x {{ nodes.each.stdout }} {{ nodes['each[b]'].stdout }} {{ nodes['plain[a]'].stdout }}"
      when = "has_failed('grid[a]') or nodes.grid.status == 'x'"
      [self]
      foreach = ["a", "b"]
      command = "x {{ nodes['self[a]'].stdout }}"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:2:17: error: `item` is only known in a node with `foreach` [plan.name]
          2 | command = "x {{ item }} {{ matrix.os }} {{ item | default('') }}"
            |                 ^^^^
             = hint: add foreach = …, or use a variable
        deploy.toml:2:28: error: `matrix` is only known in a node with `matrix` [plan.name]
          2 | command = "x {{ item }} {{ matrix.os }} {{ item | default('') }}"
            |                            ^^^^^^
             = hint: add matrix = …, or use a variable
        deploy.toml:3:9: error: `index` is only known in a node with `foreach` [plan.name]
          3 | when = "index == 0"
            |         ^^^^^
             = hint: add foreach = …, or use a variable
        deploy.toml:6:17: error: `matrix` is not known here: the node has `foreach` [plan.name]
          6 | command = "x {{ matrix.os }}"
            |                 ^^^^^^
             = hint: write item
        deploy.toml:8:34: error: `exclude` names `so`, which is no list of the matrix [plan.iteration]
          8 | matrix = { os = ["a"], exclude = [{ so = "a" }] }
            |                                  ^^^^^^^^^^^^^^
             = hint: did you mean `os`?
        deploy.toml:9:17: error: `item` is not known here: the node has `matrix` [plan.name]
          9 | command = "x {{ item }} {{ matrix.so }} {{ matrix['arhc'] | default('') }}"
            |                 ^^^^
             = hint: write matrix.NAME
        deploy.toml:9:35: error: no combination of the matrix has `so` [plan.name]
          9 | command = "x {{ item }} {{ matrix.so }} {{ matrix['arhc'] | default('') }}"
            |                                   ^^
             = hint: did you mean `os`?
        deploy.toml:11:28: error: node `each` has no `stdout`, only its instances have [plan.unknown-attribute]
          11 | command = "x {{ nodes.each.stdout }} {{ nodes['each[b]'].stdout }} {{ nodes['plain[a]'].stdout }}"
             |                            ^^^^^^
              = hint: write nodes['each[a]'].stdout
        deploy.toml:11:47: error: there is no node `each[b]` [plan.unknown-node]
          11 | command = "x {{ nodes.each.stdout }} {{ nodes['each[b]'].stdout }} {{ nodes['plain[a]'].stdout }}"
             |                                               ^^^^^^^^^
              = hint: did you mean `each[a]`?
        deploy.toml:11:77: error: there is no node `plain[a]` [plan.unknown-node]
          11 | command = "x {{ nodes.each.stdout }} {{ nodes['each[b]'].stdout }} {{ nodes['plain[a]'].stdout }}"
             |                                                                             ^^^^^^^^^^
        deploy.toml:13:2: error: nodes depend on each other in a cycle: self → self[a] → self [plan.cycle]
          13 | [self]
             |  ^^^^
              = hint: remove one of these dependencies

        """)
  }

  @Test("in what one item makes of a template are told once, with the instance")
  func values() {
    let text = """
      [d]
      foreach = [{ n = 1 }, { m = 2 }, { k = 3 }]
      timeout = "{{ item.n }}s"
      skip = "{{ item.n | default('perhaps') }}"
      command = "x"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:3:15: error: `n` is not defined in this map [template.undefined]
          3 | timeout = "{{ item.n }}s"
            |               ^^^^^^
             = note: item is {"m": 2}
             = note: in `d[1]`
             = hint: give it a value, or write `| default(…)`
        deploy.toml:4:9: error: `skip` must be a boolean, not `perhaps` [plan.value]
          4 | skip = "{{ item.n | default('perhaps') }}"
            |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
             = note: in `d[1]`

        """)
  }
}
