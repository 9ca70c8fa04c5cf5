import Testing

@Suite("Mistakes in values")
struct TOMLValueMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        critical = True
        """#,
      report: #"""
        deploy.toml:1:12: error: `True` is not a value [toml.invalid-value]
          1 | critical = True
            |            ^^^^
             = hint: booleans are `true` and `false`: write `true`

        """#),
    TOMLMistake(
      text: #"""
        skip = yes
        """#,
      report: #"""
        deploy.toml:1:8: error: `yes` is not a value [toml.invalid-value]
          1 | skip = yes
            |        ^^^
             = hint: booleans are `true` and `false`: write `true`

        """#),
    TOMLMistake(
      text: #"""
        skip = off
        """#,
      report: #"""
        deploy.toml:1:8: error: `off` is not a value [toml.invalid-value]
          1 | skip = off
            |        ^^^
             = hint: booleans are `true` and `false`: write `false`

        """#),
    TOMLMistake(
      text: #"""
        x = null
        """#,
      report: #"""
        deploy.toml:1:5: error: `null` is not a value [toml.invalid-value]
          1 | x = null
            |     ^^^^
             = hint: TOML has no null: leave the key out

        """#),
    TOMLMistake(
      text: #"""
        x = None
        """#,
      report: #"""
        deploy.toml:1:5: error: `None` is not a value [toml.invalid-value]
          1 | x = None
            |     ^^^^
             = hint: TOML has no null: leave the key out

        """#),
    TOMLMistake(
      text: #"""
        x = ~
        """#,
      report: #"""
        deploy.toml:1:5: error: `~` is not a value [toml.invalid-value]
          1 | x = ~
            |     ^
             = hint: TOML has no null: leave the key out

        """#),
    TOMLMistake(
      text: #"""
        x =
        """#,
      report: #"""
        deploy.toml:1:4: error: a value is missing [toml.missing-value]
          1 | x =
            |    ^
             = hint: TOML has no null: write a value, or leave the key out

        """#),
    TOMLMistake(
      text: #"""
        x = # later
        """#,
      report: #"""
        deploy.toml:1:5: error: a value is missing [toml.missing-value]
          1 | x = # later
            |     ^
             = hint: TOML has no null: write a value, or leave the key out

        """#),
    TOMLMistake(
      text: #"""
        a = = 1
        """#,
      report: #"""
        deploy.toml:1:5: error: a value is missing [toml.missing-value]
          1 | a = = 1
            |     ^
             = hint: TOML has no null: write a value, or leave the key out

        """#),
    TOMLMistake(
      text: #"""
        x = tru
        """#,
      report: #"""
        deploy.toml:1:5: error: `tru` is not a value [toml.invalid-value]
          1 | x = tru
            |     ^^^
             = hint: put it in quotation marks: "tru"

        """#),
    TOMLMistake(
      text: #"""
        x = $HOME
        """#,
      report: #"""
        deploy.toml:1:5: error: `$HOME` is not a value [toml.invalid-value]
          1 | x = $HOME
            |     ^^^^^
             = hint: put it in quotation marks: "$HOME"

        """#),
    TOMLMistake(
      text: #"""
        command = make build
        """#,
      report: #"""
        deploy.toml:1:11: error: `make build` is not a value [toml.invalid-value]
          1 | command = make build
            |           ^^^^^^^^^^
             = hint: put it in quotation marks: "make build"

        """#),
    TOMLMistake(
      text: #"""
        command = say "hi"
        """#,
      report: #"""
        deploy.toml:1:11: error: `say "hi"` is not a value [toml.invalid-value]
          1 | command = say "hi"
            |           ^^^^^^^^
             = hint: put it in quotation marks: 'say "hi"'

        """#),
    TOMLMistake(
      text: #"""
        msg = “hello”
        """#,
      report: #"""
        deploy.toml:1:7: error: `“hello”` is not a value [toml.invalid-value]
          1 | msg = “hello”
            |       ^^^^^^^
             = hint: these are typographic quotation marks: write "…" or '…'

        """#),
    TOMLMistake(
      text: #"""
        timeout = 300 seconds
        """#,
      report: #"""
        deploy.toml:1:15: error: something follows the value [toml.text-after-value]
          1 | timeout = 300 seconds
            |               ^^^^^^^
             = hint: text with spaces needs quotation marks; a comment begins with `#`

        """#),
    TOMLMistake(
      text: #"""
        a = 1 b = 2
        """#,
      report: #"""
        deploy.toml:1:7: error: something follows the value [toml.text-after-value]
          1 | a = 1 b = 2
            |       ^^^^^
             = hint: text with spaces needs quotation marks; a comment begins with `#`

        """#),
    TOMLMistake(
      text: #"""
        x = 1,
        """#,
      report: #"""
        deploy.toml:1:6: error: something follows the value [toml.text-after-value]
          1 | x = 1,
            |      ^
             = hint: no comma ends a line outside brackets

        """#),
    TOMLMistake(
      text: #"""
        x = [1,2]]
        """#,
      report: #"""
        deploy.toml:1:10: error: something follows the value [toml.text-after-value]
          1 | x = [1,2]]
            |          ^
             = hint: it closes nothing: remove it

        """#),
    TOMLMistake(
      text: #"""
        x = {a = 1}}
        """#,
      report: #"""
        deploy.toml:1:12: error: something follows the value [toml.text-after-value]
          1 | x = {a = 1}}
            |            ^
             = hint: it closes nothing: remove it

        """#),
  ]
}
