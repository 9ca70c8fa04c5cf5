import TestSupport
import Testing

@testable import Notifications

@Suite("Texts that fit")
struct FittingTextTests {
  @Test(
    "are the whole text, or its beginning with a mark", arguments: NotificationSample.hostile.indices,
    [0, 1, 2, 10, 150, 3000])
  func bound(number: Int, limit: Int) {
    let text = NotificationSample.hostile[number]
    for measure in [TextMeasure.utf16, .bytes] {
      let fitting = FittingText.fit(text, limit, measure)
      #expect(measure.count(fitting) <= limit)
      if fitting != text {
        #expect(fitting.isEmpty || fitting.hasSuffix("…"))
        #expect(text.hasPrefix(String(fitting.dropLast())))
      }
    }
  }

  @Test("are cut between characters, and never inside of an escape")
  func borders() {
    #expect(FittingText.fit("a👩‍👩‍👧‍👦b", 5) == "a…")
    #expect(FittingText.fit("a👩‍👩‍👧‍👦b", 13) == "a👩‍👩‍👧‍👦b")
    #expect(FittingText.fit("<<<", 9, escape: Markup.slack) == "&lt;&lt;…")
    #expect(FittingText.fit("<<<", 12, escape: Markup.slack) == "&lt;&lt;&lt;")
  }

  @Test("keep the last lines of many")
  func lines() {
    #expect(FittingText.fitLines(["one", "two", "three"], 10) == "two\nthree")
    #expect(FittingText.fitLines(["one", "two", "three"], 14) == "one\ntwo\nthree")
    #expect(FittingText.fitLines([], 10) == "")
  }
}
