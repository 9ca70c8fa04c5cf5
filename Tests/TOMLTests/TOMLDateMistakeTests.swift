import Testing

@Suite("Mistakes in dates")
struct TOMLDateMistakeTests {
  @Test("T3: are shown with place, carets and a hint", arguments: cases)
  func shown(mistake: TOMLMistake) {
    #expect(TOMLCase.problems(mistake.text) == mistake.report)
  }

  static let cases: [TOMLMistake] = [
    TOMLMistake(
      text: #"""
        x = 2025-13-01
        """#,
      report: #"""
        deploy.toml:1:10: error: the month must be between 1 and 12 [toml.date-out-of-range]
          1 | x = 2025-13-01
            |          ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-00-01
        """#,
      report: #"""
        deploy.toml:1:10: error: the month must be between 1 and 12 [toml.date-out-of-range]
          1 | x = 2025-00-01
            |          ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-02-30
        """#,
      report: #"""
        deploy.toml:1:5: error: the day must be between 1 and 28 [toml.date-out-of-range]
          1 | x = 2025-02-30
            |     ^^^^^^^^^^

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-01-32
        """#,
      report: #"""
        deploy.toml:1:13: error: the day must be between 1 and 31 [toml.date-out-of-range]
          1 | x = 2025-01-32
            |             ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-1-1
        """#,
      report: #"""
        deploy.toml:1:5: error: `2025-1-1` is not a date or time [toml.invalid-date-time]
          1 | x = 2025-1-1
            |     ^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-01-01T
        """#,
      report: #"""
        deploy.toml:1:5: error: `2025-01-01T` is not a date or time [toml.invalid-date-time]
          1 | x = 2025-01-01T
            |     ^^^^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-01-01x
        """#,
      report: #"""
        deploy.toml:1:5: error: `2025-01-01x` is not a date or time [toml.invalid-date-time]
          1 | x = 2025-01-01x
            |     ^^^^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 2025-01-01 24:00
        """#,
      report: #"""
        deploy.toml:1:16: error: the hour must be between 0 and 23 [toml.date-out-of-range]
          1 | x = 2025-01-01 24:00
            |                ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 25:00:00
        """#,
      report: #"""
        deploy.toml:1:5: error: the hour must be between 0 and 23 [toml.date-out-of-range]
          1 | x = 25:00:00
            |     ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 12:60
        """#,
      report: #"""
        deploy.toml:1:8: error: the minute must be between 0 and 59 [toml.date-out-of-range]
          1 | x = 12:60
            |        ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 12:00:61
        """#,
      report: #"""
        deploy.toml:1:11: error: the second must be between 0 and 60 [toml.date-out-of-range]
          1 | x = 12:00:61
            |           ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 7:32
        """#,
      report: #"""
        deploy.toml:1:5: error: `7:32` is not a date or time [toml.invalid-date-time]
          1 | x = 7:32
            |     ^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 07:32:00.
        """#,
      report: #"""
        deploy.toml:1:5: error: `07:32:00.` is not a date or time [toml.invalid-date-time]
          1 | x = 07:32:00.
            |     ^^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 07:32:00Z
        """#,
      report: #"""
        deploy.toml:1:5: error: `07:32:00Z` is not a date or time [toml.invalid-date-time]
          1 | x = 07:32:00Z
            |     ^^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 1979-05-27T07:32:00+25:00
        """#,
      report: #"""
        deploy.toml:1:25: error: the offset hour must be between 0 and 23 [toml.date-out-of-range]
          1 | x = 1979-05-27T07:32:00+25:00
            |                         ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 1979-05-27T07:32:00+01:60
        """#,
      report: #"""
        deploy.toml:1:28: error: the offset minute must be between 0 and 59 [toml.date-out-of-range]
          1 | x = 1979-05-27T07:32:00+01:60
            |                            ^^

        """#),
    TOMLMistake(
      text: #"""
        x = 1979-05-27T07:32:00+0100
        """#,
      report: #"""
        deploy.toml:1:5: error: `1979-05-27T07:32:00+0100` is not a date or time [toml.invalid-date-time]
          1 | x = 1979-05-27T07:32:00+0100
            |     ^^^^^^^^^^^^^^^^^^^^^^^^
             = hint: write 2026-11-21, 09:30:00 or 2026-11-21T09:30:00Z; or quote it

        """#),
    TOMLMistake(
      text: #"""
        x = 1979-05-27 7:32
        """#,
      report: #"""
        deploy.toml:1:16: error: something follows the value [toml.text-after-value]
          1 | x = 1979-05-27 7:32
            |                ^^^^
             = hint: text with spaces needs quotation marks; a comment begins with `#`

        """#),
  ]
}
