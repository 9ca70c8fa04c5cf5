import Testing

@Suite("Mistakes in numbers")
struct TOMLNumberMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        port = 0644
        """#,
      report: #"""
        deploy.toml:1:8: error: a number begins with 0 [toml.leading-zero]
          1 | port = 0644
            |        ^^^^
             = hint: write 0o644 for an octal number, 644 for a decimal one, or "0644" for text

        """#),
    TOMLMistake(
      text: #"""
        port = 089
        """#,
      report: #"""
        deploy.toml:1:8: error: a number begins with 0 [toml.leading-zero]
          1 | port = 089
            |        ^^^
             = hint: write 89, or "089" for text

        """#),
    TOMLMistake(
      text: #"""
        x = 00.5
        """#,
      report: #"""
        deploy.toml:1:5: error: a number begins with 0 [toml.leading-zero]
          1 | x = 00.5
            |     ^^^^
             = hint: write 0 before the point

        """#),
    TOMLMistake(
      text: #"""
        x = -01
        """#,
      report: #"""
        deploy.toml:1:5: error: a number begins with 0 [toml.leading-zero]
          1 | x = -01
            |     ^^^
             = hint: write 0o1 for an octal number, 1 for a decimal one, or "01" for text

        """#),
    TOMLMistake(
      text: #"""
        x = 1__0
        """#,
      report: #"""
        deploy.toml:1:7: error: an underscore in a number must have a digit on both sides [toml.misplaced-underscore]
          1 | x = 1__0
            |       ^
             = hint: write `1_000`

        """#),
    TOMLMistake(
      text: #"""
        x = 0x_1
        """#,
      report: #"""
        deploy.toml:1:7: error: an underscore in a number must have a digit on both sides [toml.misplaced-underscore]
          1 | x = 0x_1
            |       ^
             = hint: write `1_000`

        """#),
    TOMLMistake(
      text: #"""
        x = 1_
        """#,
      report: #"""
        deploy.toml:1:6: error: an underscore in a number must have a digit on both sides [toml.misplaced-underscore]
          1 | x = 1_
            |      ^
             = hint: write `1_000`

        """#),
    TOMLMistake(
      text: #"""
        x = 1_.5
        """#,
      report: #"""
        deploy.toml:1:6: error: an underscore in a number must have a digit on both sides [toml.misplaced-underscore]
          1 | x = 1_.5
            |      ^
             = hint: write `1_000`

        """#),
    TOMLMistake(
      text: #"""
        x = _1
        """#,
      report: #"""
        deploy.toml:1:5: error: `_1` is not a value [toml.invalid-value]
          1 | x = _1
            |     ^^
             = hint: put it in quotation marks: "_1"

        """#),
    TOMLMistake(
      text: #"""
        x = 1.
        """#,
      report: #"""
        deploy.toml:1:5: error: `1.` is not a number [toml.invalid-number]
          1 | x = 1.
            |     ^^
             = hint: put quotation marks around text: "1."

        """#),
    TOMLMistake(
      text: #"""
        x = .5
        """#,
      report: #"""
        deploy.toml:1:5: error: `.5` is not a number [toml.invalid-number]
          1 | x = .5
            |     ^^
             = hint: put quotation marks around text: ".5"

        """#),
    TOMLMistake(
      text: #"""
        x = 1.e5
        """#,
      report: #"""
        deploy.toml:1:5: error: `1.e5` is not a number [toml.invalid-number]
          1 | x = 1.e5
            |     ^^^^
             = hint: put quotation marks around text: "1.e5"

        """#),
    TOMLMistake(
      text: #"""
        x = 1e
        """#,
      report: #"""
        deploy.toml:1:5: error: `1e` is not a number [toml.invalid-number]
          1 | x = 1e
            |     ^^
             = hint: put quotation marks around text: "1e"

        """#),
    TOMLMistake(
      text: #"""
        x = 1.2.3
        """#,
      report: #"""
        deploy.toml:1:5: error: `1.2.3` is not a number [toml.invalid-number]
          1 | x = 1.2.3
            |     ^^^^^
             = hint: put quotation marks around text: "1.2.3"

        """#),
    TOMLMistake(
      text: #"""
        x = 0x
        """#,
      report: #"""
        deploy.toml:1:5: error: `0x` is not a number [toml.invalid-number]
          1 | x = 0x
            |     ^^
             = hint: put quotation marks around text: "0x"

        """#),
    TOMLMistake(
      text: #"""
        x = 0xGG
        """#,
      report: #"""
        deploy.toml:1:5: error: `0xGG` is not a number [toml.invalid-number]
          1 | x = 0xGG
            |     ^^^^
             = hint: put quotation marks around text: "0xGG"

        """#),
    TOMLMistake(
      text: #"""
        x = 0b12
        """#,
      report: #"""
        deploy.toml:1:5: error: `0b12` is not a number [toml.invalid-number]
          1 | x = 0b12
            |     ^^^^
             = hint: put quotation marks around text: "0b12"

        """#),
    TOMLMistake(
      text: #"""
        x = -0x1
        """#,
      report: #"""
        deploy.toml:1:5: error: `-0x1` is not a number [toml.invalid-number]
          1 | x = -0x1
            |     ^^^^
             = hint: put quotation marks around text: "-0x1"

        """#),
    TOMLMistake(
      text: #"""
        x = +true
        """#,
      report: #"""
        deploy.toml:1:5: error: `+true` is not a number [toml.invalid-number]
          1 | x = +true
            |     ^^^^^
             = hint: put quotation marks around text: "+true"

        """#),
    TOMLMistake(
      text: #"""
        x = --1
        """#,
      report: #"""
        deploy.toml:1:5: error: `--1` is not a number [toml.invalid-number]
          1 | x = --1
            |     ^^^
             = hint: put quotation marks around text: "--1"

        """#),
    TOMLMistake(
      text: #"""
        x = 9223372036854775808
        """#,
      report: #"""
        deploy.toml:1:5: error: the integer does not fit 64 bits [toml.out-of-range]
          1 | x = 9223372036854775808
            |     ^^^^^^^^^^^^^^^^^^^
             = hint: from -9223372036854775808 to 9223372036854775807 is possible; or write it as a string

        """#),
    TOMLMistake(
      text: #"""
        x = -9223372036854775809
        """#,
      report: #"""
        deploy.toml:1:5: error: the integer does not fit 64 bits [toml.out-of-range]
          1 | x = -9223372036854775809
            |     ^^^^^^^^^^^^^^^^^^^^
             = hint: from -9223372036854775808 to 9223372036854775807 is possible; or write it as a string

        """#),
    TOMLMistake(
      text: #"""
        x = 0xFFFFFFFFFFFFFFFF
        """#,
      report: #"""
        deploy.toml:1:5: error: the integer does not fit 64 bits [toml.out-of-range]
          1 | x = 0xFFFFFFFFFFFFFFFF
            |     ^^^^^^^^^^^^^^^^^^
             = hint: from -9223372036854775808 to 9223372036854775807 is possible; or write it as a string

        """#),
    TOMLMistake(
      text: #"""
        x = 1e400
        """#,
      report: #"""
        deploy.toml:1:5: error: the float is too large [toml.out-of-range]
          1 | x = 1e400
            |     ^^^^^
             = hint: write `inf` if infinity is meant

        """#),
  ]
}
