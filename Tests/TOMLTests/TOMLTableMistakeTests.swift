import Testing

@Suite("Mistakes in tables")
struct TOMLTableMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        [a]
        [a]
        """#,
      report: #"""
        deploy.toml:2:2: error: table `a` is defined twice [toml.duplicate-table]
          2 | [a]
            |  ^
        deploy.toml:1:2: note: first written here
          1 | [a]
            |  ^
             = hint: join the two, or give one another name

        """#),
    TOMLMistake(
      text: #"""
        ["a"]
        [b]
        [a]
        """#,
      report: #"""
        deploy.toml:3:2: error: table `a` is defined twice [toml.duplicate-table]
          3 | [a]
            |  ^
        deploy.toml:1:2: note: first written here
          1 | ["a"]
            |  ^^^
             = hint: join the two, or give one another name

        """#),
    TOMLMistake(
      text: #"""
        [a]
        x.y = 1
        [a.x]
        """#,
      report: #"""
        deploy.toml:3:4: error: table `x` is defined twice [toml.duplicate-table]
          3 | [a.x]
            |    ^
        deploy.toml:2:1: note: first written here
          2 | x.y = 1
            | ^
             = hint: join the two, or give one another name

        """#),
    TOMLMistake(
      text: #"""
        [a.b]
        [a]
        b.c = 1
        """#,
      report: #"""
        deploy.toml:3:1: error: table `b` is defined elsewhere [toml.extends-table]
          3 | b.c = 1
            | ^
        deploy.toml:1:4: note: first written here
          1 | [a.b]
            |    ^
             = hint: write the key below that table's own header

        """#),
    TOMLMistake(
      text: #"""
        [a.b.c]
        [a]
        b.d = 1
        """#,
      report: #"""
        deploy.toml:3:1: error: table `b` is defined elsewhere [toml.extends-table]
          3 | b.d = 1
            | ^
        deploy.toml:1:4: note: first written here
          1 | [a.b.c]
            |    ^
             = hint: write the key below that table's own header

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1 }
        t.b = 2
        """#,
      report: #"""
        deploy.toml:2:1: error: `t` is an inline table, which nothing can be added to [toml.extends-inline-table]
          2 | t.b = 2
            | ^
        deploy.toml:1:1: note: first written here
          1 | t = { a = 1 }
            | ^
             = hint: write the key inside the braces

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1 }
        [t]
        """#,
      report: #"""
        deploy.toml:2:2: error: `t` is an inline table, which nothing can be added to [toml.extends-inline-table]
          2 | [t]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | t = { a = 1 }
            | ^
             = hint: write the key inside the braces

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1 }
        [t.b]
        """#,
      report: #"""
        deploy.toml:2:2: error: `t` is an inline table, which nothing can be added to [toml.extends-inline-table]
          2 | [t.b]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | t = { a = 1 }
            | ^
             = hint: write the key inside the braces

        """#),
    TOMLMistake(
      text: #"""
        t = { a = {} }
        [[t.a]]
        """#,
      report: #"""
        deploy.toml:2:3: error: `t` is an inline table, which nothing can be added to [toml.extends-inline-table]
          2 | [[t.a]]
            |   ^
        deploy.toml:1:1: note: first written here
          1 | t = { a = {} }
            | ^
             = hint: write the key inside the braces

        """#),
    TOMLMistake(
      text: #"""
        t = { a.b = 1, a.b.c = 2 }
        """#,
      report: #"""
        deploy.toml:1:18: error: `b` is an integer, not a table [toml.not-a-table]
          1 | t = { a.b = 1, a.b.c = 2 }
            |                  ^
        deploy.toml:1:9: note: first written here
          1 | t = { a.b = 1, a.b.c = 2 }
            |         ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        [[a]]
        [a]
        """#,
      report: #"""
        deploy.toml:2:2: error: `a` is an array of tables [toml.table-or-array]
          2 | [a]
            |  ^
        deploy.toml:1:3: note: first written here
          1 | [[a]]
            |   ^
             = hint: write `[[a]]` to add an item

        """#),
    TOMLMistake(
      text: #"""
        [a]
        [[a]]
        """#,
      report: #"""
        deploy.toml:2:3: error: `a` is a table, not an array of tables [toml.table-or-array]
          2 | [[a]]
            |   ^
        deploy.toml:1:2: note: first written here
          1 | [a]
            |  ^
             = hint: write `[a]`, or make all of them `[[a]]`

        """#),
    TOMLMistake(
      text: #"""
        [[a.b]]
        [a]
        b.c = 1
        """#,
      report: #"""
        deploy.toml:3:1: error: table `b` is defined elsewhere [toml.extends-table]
          3 | b.c = 1
            | ^
        deploy.toml:1:5: note: first written here
          1 | [[a.b]]
            |     ^
             = hint: write the key below that table's own header

        """#),
    TOMLMistake(
      text: #"""
        a = [1]
        [[a]]
        """#,
      report: #"""
        deploy.toml:2:3: error: `a` is an array with all its items, which nothing can be added to [toml.extends-array]
          2 | [[a]]
            |   ^
        deploy.toml:1:1: note: first written here
          1 | a = [1]
            | ^
             = hint: write the item inside the brackets

        """#),
    TOMLMistake(
      text: #"""
        a = [{}]
        [a.b]
        """#,
      report: #"""
        deploy.toml:2:2: error: `a` is an array, not a table [toml.not-a-table]
          2 | [a.b]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | a = [{}]
            | ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        a = 1
        [a]
        """#,
      report: #"""
        deploy.toml:2:2: error: `a` is an integer, not a table [toml.not-a-table]
          2 | [a]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | a = 1
            | ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        a = "x"
        [[a]]
        """#,
      report: #"""
        deploy.toml:2:3: error: `a` is a string, not a table [toml.not-a-table]
          2 | [[a]]
            |   ^
        deploy.toml:1:1: note: first written here
          1 | a = "x"
            | ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        a = true
        [a.b]
        """#,
      report: #"""
        deploy.toml:2:2: error: `a` is a boolean, not a table [toml.not-a-table]
          2 | [a.b]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | a = true
            | ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        a = 07:30
        [a.b]
        """#,
      report: #"""
        deploy.toml:2:2: error: `a` is a time, not a table [toml.not-a-table]
          2 | [a.b]
            |  ^
        deploy.toml:1:1: note: first written here
          1 | a = 07:30
            | ^
             = hint: give one of the two another name

        """#),
  ]
}
