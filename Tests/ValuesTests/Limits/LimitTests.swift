import Testing
import Values

/// What limits are written as.
@Suite("Limits")
struct LimitTests {
  @Test(
    "of memory are sizes",
    arguments: [
      (Value.string("512M"), 512 << 20, "512M"), (.string("512MiB"), 512 << 20, "512M"),
      (.string("1.5G"), 3 << 29, "1536M"),
      (.string("2T"), 2 << 40, "2T"), (.string("1024K"), 1 << 20, "1M"), (.int(1_048_577), 1_048_577, "1048577"),
      (.string("2097152"), 2 << 20, "2M"),
    ])
  func memory(value: Value, bytes: Int, text: String) {
    #expect(MemoryLimit.convert(value)?.bytes == bytes)
    #expect(MemoryLimit.convert(value)?.text == text)
  }

  @Test(
    "of memory are no nonsense",
    arguments: ["", "M", "512MB", "512m", "-1G", "1..5G", ".5G", "5.G", "1e9", "0", "1023K", "9999999999T", "512 M"])
  func noMemory(text: String) {
    #expect(MemoryLimit.convert(.string(text)) == nil)
  }

  @Test("of processor time are whole seconds", arguments: [("30", 30), ("5m", 300), ("1s", 1)])
  func cpu(text: String, seconds: Int) {
    #expect(CPULimit.convert(.string(text))?.seconds == seconds)
  }

  @Test("of processor time are never nothing, or less", arguments: ["0", "500ms", "1.5s", "-1", "x"])
  func noCPU(text: String) {
    #expect(CPULimit.convert(.string(text)) == nil)
  }

  @Test("of files and niceness have a range")
  func numbers() {
    #expect(FileLimit.convert(.int(4))?.count == 4 && FileLimit.convert(.int(3)) == nil)
    #expect(Niceness.convert(.int(-20))?.number == -20 && Niceness.convert(.string("19"))?.number == 19)
    #expect(Niceness.convert(.int(20)) == nil && Niceness.convert(.int(-21)) == nil)
  }
}
