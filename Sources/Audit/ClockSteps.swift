internal import Text
internal import Values

/// Where the times of a file go back from one record to the next: somebody has set the clock, or it was wrong before.
///
/// The order of the records is that of the file; a clock proves nothing.
public struct ClockSteps: Sendable {
  /// Less than this, in milliseconds, is what runs that share a file wait for each other.
  private static let tolerance = 60_000
  private static let member = Array(",\"time\":\"".utf8)
  /// The length of a time as records have it.
  private static let length = 24

  /// How often they go back.
  public private(set) var count = 0
  /// The line where they do first, from 1.
  public private(set) var line: Int?
  private var latest: [UInt8] = []

  /// Takes in the next line, whose number is `number`.
  mutating func note(_ text: ArraySlice<UInt8>, number: Int) {
    let rest = text.dropFirst(AuditLine.start.utf8.count).drop(while: \.isASCIIDigit)
    guard rest.starts(with: Self.member) else { return }
    let time = rest.dropFirst(Self.member.count).prefix(Self.length)
    // Times of one form are ordered as their texts are.
    if !time.lexicographicallyPrecedes(latest) {
      keep(time)
    } else if let now = Self.timestamp(time), let before = Self.timestamp(latest[...]),
      before.milliseconds - now.milliseconds > Self.tolerance
    {
      count += 1
      line = line ?? number
      keep(time)
    }
  }

  /// Keeps a time where the one before stood: there are as many as records.
  private mutating func keep(_ time: ArraySlice<UInt8>) {
    latest.removeAll(keepingCapacity: true)
    latest.append(contentsOf: time)
  }

  private static func timestamp(_ text: ArraySlice<UInt8>) -> Timestamp? {
    Timestamp(rfc3339: String(decoding: text, as: UTF8.self))
  }
}
