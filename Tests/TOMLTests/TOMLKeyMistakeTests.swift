import Testing

@Suite("Mistakes in keys")
struct TOMLKeyMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        timeout 300
        """#,
      report: #"""
        deploy.toml:1:9: error: `=` is missing after the key [toml.missing-equals]
          1 | timeout 300
            |         ^
             = hint: write `key = value`

        """#),
    TOMLMistake(
      text: #"""
        name: "x"
        """#,
      report: #"""
        deploy.toml:1:5: error: a key is followed by `:` [toml.missing-equals]
          1 | name: "x"
            |     ^
             = hint: TOML puts `=` between a key and its value

        """#),
    TOMLMistake(
      text: #"""
        x
        """#,
      report: #"""
        deploy.toml:1:1: error: key `x` has no value [toml.missing-value]
          1 | x
            | ^
             = hint: write `x = …`, or remove the line

        """#),
    TOMLMistake(
      text: #"""
        x # nothing
        """#,
      report: #"""
        deploy.toml:1:1: error: key `x` has no value [toml.missing-value]
          1 | x # nothing
            | ^
             = hint: write `x = …`, or remove the line

        """#),
    TOMLMistake(
      text: #"""
        = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: a key is missing [toml.missing-key]
          1 | = 1
            | ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        a.b. = 1
        """#,
      report: #"""
        deploy.toml:1:6: error: a key is missing [toml.missing-key]
          1 | a.b. = 1
            |      ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        a..b = 1
        """#,
      report: #"""
        deploy.toml:1:3: error: a key is missing [toml.missing-key]
          1 | a..b = 1
            |   ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        .a = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: a key is missing [toml.missing-key]
          1 | .a = 1
            | ^
             = hint: write a name; unquoted ones consist of A-Z, a-z, 0-9, `_` and `-`

        """#),
    TOMLMistake(
      text: #"""
        a b = 1
        """#,
      report: #"""
        deploy.toml:1:3: error: `=` is missing after the key [toml.missing-equals]
          1 | a b = 1
            |   ^
             = hint: write `key = value`

        """#),
    TOMLMistake(
      text: #"""
        é = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: `é` cannot stand in an unquoted key [toml.invalid-key]
          1 | é = 1
            | ^
             = hint: unquoted keys consist of A-Z, a-z, 0-9, `_` and `-`; put others in quotation marks

        """#),
    TOMLMistake(
      text: #"""
        “msg” = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: `“` cannot stand in an unquoted key [toml.invalid-key]
          1 | “msg” = 1
            | ^
             = hint: these are typographic quotation marks: write "…"

        """#),
    TOMLMistake(
      text: #"""
        a!b = 1
        """#,
      report: #"""
        deploy.toml:1:2: error: `!` cannot stand in an unquoted key [toml.invalid-key]
          1 | a!b = 1
            |  ^
             = hint: unquoted keys consist of A-Z, a-z, 0-9, `_` and `-`; put others in quotation marks

        """#),
    TOMLMistake(
      text: #"""
        """k""" = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: a key cannot be a multi-line string [toml.multiline-key]
          1 | """k""" = 1
            | ^^^
             = hint: use a key in single quotation marks: "…" or '…'

        """#),
    TOMLMistake(
      text: #"""
        "open = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: the string is not closed on its line [toml.unclosed-string]
          1 | "open = 1
            | ^^^^^^^^^
             = hint: add the closing ", or use """ for several lines

        """#),
    TOMLMistake(
      text: #"""
        'open = 1
        """#,
      report: #"""
        deploy.toml:1:1: error: the string is not closed on its line [toml.unclosed-string]
          1 | 'open = 1
            | ^^^^^^^^^
             = hint: add the closing ', or use ''' for several lines

        """#),
    TOMLMistake(
      text: #"""
        {"a": 1}
        """#,
      report: #"""
        deploy.toml:1:1: error: `{` cannot stand in an unquoted key [toml.invalid-key]
          1 | {"a": 1}
            | ^
             = hint: unquoted keys consist of A-Z, a-z, 0-9, `_` and `-`; put others in quotation marks

        """#),
    TOMLMistake(
      text: #"""
        - item
        """#,
      report: #"""
        deploy.toml:1:3: error: `=` is missing after the key [toml.missing-equals]
          1 | - item
            |   ^
             = hint: write `key = value`

        """#),
    TOMLMistake(
      text: #"""
        if x == 1 { y }
        """#,
      report: #"""
        deploy.toml:1:4: error: `=` is missing after the key [toml.missing-equals]
          1 | if x == 1 { y }
            |    ^
             = hint: write `key = value`

        """#),
    TOMLMistake(
      text: #"""
        ]
        """#,
      report: #"""
        deploy.toml:1:1: error: `]` closes nothing [toml.unexpected-closing]
          1 | ]
            | ^
             = hint: remove it, or add the opening bracket

        """#),
    TOMLMistake(
      text: #"""
        }
        """#,
      report: #"""
        deploy.toml:1:1: error: `}` closes nothing [toml.unexpected-closing]
          1 | }
            | ^
             = hint: remove it, or add the opening bracket

        """#),
  ]
}
