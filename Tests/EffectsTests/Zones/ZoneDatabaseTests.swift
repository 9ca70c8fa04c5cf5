import Effects
import Foundation
import TestSupport
import Testing
import Values

@Suite("The database of time zones")
struct ZoneDatabaseTests {
  private let folder = TemporaryFolder()

  private func run(_ script: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  /// Every zone, at moments all over the years and right before and after its clocks change, as Python reads the same files.
  private static let oracle = """
    import zoneinfo, datetime, random
    random.seed(7)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    def offset(zone, t):
        at = (epoch + datetime.timedelta(seconds=t)).astimezone(zone)
        return int(at.utcoffset().total_seconds())
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        times = [random.randrange(-2500000000, 6000000000) for _ in range(40)]
        for start in (1753000000, 2600000000):
            low = start
            for step in range(26):
                high = low + 14 * 86400
                a, b = low, high
                if offset(zone, a) != offset(zone, b):
                    while b - a > 1:
                        middle = (a + b) // 2
                        if offset(zone, middle) == offset(zone, low): a = middle
                        else: b = middle
                    times += [a, b]
                low = high
        print(name, ' '.join('%d=%d' % (t, offset(zone, t)) for t in times))
    """

  @Test("gives the offsets that Python gives, of every zone")
  func offsets() throws {
    guard let answers = try run(Self.oracle) else { return print("skipped: python3 is not installed") }
    let database = ZoneDatabase(environment: [:])
    var count = 0
    for line in answers.split(separator: "\n") {
      let words = line.split(separator: " ")
      let name = String(words[0])
      guard let rules = database.rules(of: .named(name)) else {
        Issue.record("\(name) is not known")
        continue
      }
      for word in words.dropFirst() {
        let parts = word.split(separator: "=").compactMap { Int($0) }
        count += 1
        if rules.offset(at: parts[0]) != parts[1] { Issue.record("\(name) at \(parts[0])") }
      }
    }
    #expect(count > 10_000)
  }

  @Test("tells this machine's zone as the C library takes TZ")
  func local() {
    func offset(_ variable: String?, file: String = "/nothing") -> Int? {
      let environment = variable.map { ["TZ": $0] } ?? [:]
      return ZoneDatabase(environment: environment, localFile: file).rules(of: .local)?.offset(at: 1_795_253_400)
    }
    #expect(offset("Asia/Kolkata") == 19800)
    #expect(offset(":Asia/Kolkata") == 19800)
    #expect(offset(":/usr/share/zoneinfo/Asia/Kolkata") == 19800)
    #expect(offset("CET-1CEST") == 3600)
    #expect(offset("") == 0)
    #expect(offset("nonsense") == 0)
    #expect(offset(nil) == 0)
    #expect(offset(nil, file: "/usr/share/zoneinfo/Asia/Kolkata") == 19800)
  }

  @Test("reads nothing outside of its folder, and knows its names")
  func names() {
    let database = ZoneDatabase(environment: ["TZDIR": folder.path])
    folder.write("no zone", to: "Bad/Zone")
    #expect(database.rules(of: .named("Bad/Zone")) == nil)
    #expect(database.rules(of: .named("No/Such")) == nil)
    #expect(database.rules(of: .offset(90))?.offset(at: 0) == 5400)
    folder.write("# version x\nZ Europe/Here 1 - CET\n1 x\nL Europe/Here Europe/There\n", to: "tzdata.zi")
    #expect(database.names == ["Europe/Here", "Europe/There"])
    #expect(ZoneDatabase(environment: [:]).names.contains("Europe/Berlin"))
  }
}
