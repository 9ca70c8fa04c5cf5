import Testing

@Suite("Mistakes in repeated keys and keys of inline tables")
struct TOMLRepetitionMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        timeout = 1
        timeout = 2
        """#,
      report: #"""
        deploy.toml:2:1: error: key `timeout` stands here twice [toml.duplicate-key]
          2 | timeout = 2
            | ^^^^^^^
        deploy.toml:1:1: note: first written here
          1 | timeout = 1
            | ^^^^^^^
             = hint: keep one of the two

        """#),
    TOMLMistake(
      text: #"""
        "timeout" = 1
        'timeout' = 2
        """#,
      report: #"""
        deploy.toml:2:1: error: key `timeout` stands here twice [toml.duplicate-key]
          2 | 'timeout' = 2
            | ^^^^^^^^^
        deploy.toml:1:1: note: first written here
          1 | "timeout" = 1
            | ^^^^^^^^^
             = hint: keep one of the two

        """#),
    TOMLMistake(
      text: #"""
        a.b = 1
        a = 2
        """#,
      report: #"""
        deploy.toml:2:1: error: key `a` stands here twice [toml.duplicate-key]
          2 | a = 2
            | ^
        deploy.toml:1:1: note: first written here
          1 | a.b = 1
            | ^
             = hint: keep one of the two

        """#),
    TOMLMistake(
      text: #"""
        a = 1
        a.b = 2
        """#,
      report: #"""
        deploy.toml:2:1: error: `a` is an integer, not a table [toml.not-a-table]
          2 | a.b = 2
            | ^
        deploy.toml:1:1: note: first written here
          1 | a = 1
            | ^
             = hint: give one of the two another name

        """#),
    TOMLMistake(
      text: #"""
        t = { a = 1, a = 2 }
        """#,
      report: #"""
        deploy.toml:1:14: error: key `a` stands here twice [toml.duplicate-key]
          1 | t = { a = 1, a = 2 }
            |              ^
        deploy.toml:1:7: note: first written here
          1 | t = { a = 1, a = 2 }
            |       ^
             = hint: keep one of the two

        """#),
    TOMLMistake(
      text: #"""
        x = { = 1 }
        """#,
      report: #"""
        deploy.toml:1:7: error: a key is missing [toml.missing-key]
          1 | x = { = 1 }
            |       ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        x = { a: 1 }
        """#,
      report: #"""
        deploy.toml:1:8: error: a key is followed by `:` [toml.missing-equals]
          1 | x = { a: 1 }
            |        ^
             = hint: TOML puts `=` between a key and its value

        """#),
    TOMLMistake(
      text: #"""
        x = { a }
        """#,
      report: #"""
        deploy.toml:1:9: error: `=` is missing after the key [toml.missing-equals]
          1 | x = { a }
            |         ^
             = hint: write `key = value`

        """#),
    TOMLMistake(
      text: #"""
        x = { 'a
        """#,
      report: #"""
        deploy.toml:1:7: error: the string is not closed on its line [toml.unclosed-string]
          1 | x = { 'a
            |       ^^
             = hint: add the closing ', or use ''' for several lines

        """#),
  ]
}
