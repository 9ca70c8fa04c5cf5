import Testing

@Suite("Mistakes in headers")
struct TOMLHeaderMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        []
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is empty [toml.invalid-header]
          1 | []
            | ^^
             = hint: write `[name]`

        """#),
    TOMLMistake(
      text: #"""
        [ ]
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is empty [toml.invalid-header]
          1 | [ ]
            | ^^^
             = hint: write `[name]`

        """#),
    TOMLMistake(
      text: #"""
        [a
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is not closed by `]` [toml.invalid-header]
          1 | [a
            | ^^
             = hint: names other than A-Z, a-z, 0-9, `_` and `-` need quotation marks

        """#),
    TOMLMistake(
      text: #"""
        [a b]
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is not closed by `]` [toml.invalid-header]
          1 | [a b]
            | ^^^
             = hint: names other than A-Z, a-z, 0-9, `_` and `-` need quotation marks

        """#),
    TOMLMistake(
      text: #"""
        [[a]
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is not closed by `]]` [toml.invalid-header]
          1 | [[a]
            | ^^^^
             = hint: names other than A-Z, a-z, 0-9, `_` and `-` need quotation marks

        """#),
    TOMLMistake(
      text: #"""
        [[a] ]
        """#,
      report: #"""
        deploy.toml:1:1: error: the table header is not closed by `]]` [toml.invalid-header]
          1 | [[a] ]
            | ^^^^
             = hint: names other than A-Z, a-z, 0-9, `_` and `-` need quotation marks

        """#),
    TOMLMistake(
      text: #"""
        [a.]
        """#,
      report: #"""
        deploy.toml:1:4: error: a key is missing [toml.missing-key]
          1 | [a.]
            |    ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        [.a]
        """#,
      report: #"""
        deploy.toml:1:2: error: a key is missing [toml.missing-key]
          1 | [.a]
            |  ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        [a].b
        """#,
      report: #"""
        deploy.toml:1:4: error: something follows the table header [toml.text-after-header]
          1 | [a].b
            |    ^^
             = hint: write keys on the lines below it; a comment begins with `#`

        """#),
    TOMLMistake(
      text: #"""
        [a] b = 1
        """#,
      report: #"""
        deploy.toml:1:5: error: something follows the table header [toml.text-after-header]
          1 | [a] b = 1
            |     ^^^^^
             = hint: write keys on the lines below it; a comment begins with `#`

        """#),
    TOMLMistake(
      text: #"""
        [a]]
        """#,
      report: #"""
        deploy.toml:1:4: error: something follows the table header [toml.text-after-header]
          1 | [a]]
            |    ^
             = hint: write keys on the lines below it; a comment begins with `#`

        """#),
  ]
}
