internal import CSystem
public import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Reads secrets where they come from: the environment, files and commands (design 3.1).
public struct SecretReader {
  /// Why there is no value.
  public enum Failure: Error, Equatable {
    /// There is none there: no such variable or file, or an empty one.
    case absent
    case unreadable(FileReader.Failure)
    /// Others than its owner have rights on the file; its mode.
    case shared(path: String, mode: Int)
    case couldNotStart(String)
    /// The key-value store cannot be read.
    case storeUnusable(KeyValueFile.Failure)
    /// The command failed: how, and what it said about it.
    case failed(code: Int, signal: Int, errors: String)
    case timedOut
    case tooLarge
    case interrupted(RunSignal)
    /// It is no text.
    case notText
    case containsNUL
  }

  /// The most bytes that a secret may have: a process can have no more in one variable.
  public static let largest = 64 << 10
  /// How long a command may take.
  public static let commandLimit = Duration.seconds(30)

  private let signals: SignalPipe

  /// A reader whose commands end when one of `signals` comes.
  public init(signals: SignalPipe) { self.signals = signals }

  /// What a variable of the environment holds.
  public func environment(_ name: String) throws(Failure) -> String {
    guard let value = getenv(name), value.pointee != 0 else { throw .absent }
    return try text(Array(UnsafeRawBufferPointer(start: value, count: strlen(value))))
  }

  /// What a file holds, without the newline at its end.
  public func file(_ path: String) throws(Failure) -> String {
    let (bytes, mode): ([UInt8], Int)
    do throws(FileReader.Failure) {
      (bytes, mode) = try FileReader.readWithMode(path, limit: Self.largest + 2)
    } catch {
      switch error {
      case .missing: throw .absent
      case .tooLarge: throw .tooLarge
      default: throw .unreadable(error)
      }
    }
    if mode & 0o077 != 0 { throw .shared(path: path, mode: mode) }
    return try text(withoutNewline(bytes))
  }

  /// What the key-value store keeps secret under a key.
  public func stored(_ key: String, in store: KeyValueFile) throws(Failure) -> String {
    let secrets: KeyValueStore
    do throws(KeyValueFile.Failure) { secrets = try store.readSecrets() } catch { throw .storeUnusable(error) }
    guard let value = secrets.values[key]?.string else { throw .absent }
    return try text(Array(value.utf8))
  }

  /// What a command for `sh` prints, without the newline at its end; it runs in `directory`, with pyflow's own environment.
  public func command(_ command: String, directory: String) throws(Failure) -> String {
    let run = ShortCommand(
      arguments: ["sh", "-c", command], directory: directory, limit: Self.commandLimit,
      outputLimit: Self.largest + 2, signals: signals)
    switch run.run() {
    case .couldNotStart(let message): throw .couldNotStart(message)
    case .timedOut: throw .timedOut
    case .tooMuch: throw .tooLarge
    case .interrupted(let signal): throw .interrupted(signal)
    case .ended(let exit, let output, let errors):
      guard exit.code == 0, exit.signal == 0 else {
        // It may have printed the secret, and quoted that.
        let mask = SecretMask([String(decoding: withoutNewline(output), as: UTF8.self)])
        let words = mask.masked(String(decoding: errors.suffix(Self.mostWords), as: UTF8.self))
        throw .failed(code: Int(exit.code), signal: Int(exit.signal), errors: words)
      }
      return try text(withoutNewline(output))
    }
  }

  /// So much is shown of what a command said.
  private static let mostWords = 2000

  private func withoutNewline(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    guard bytes.last == UInt8(ascii: "\n") else { return bytes[...] }
    return bytes.dropLast(bytes.dropLast().last == UInt8(ascii: "\r") ? 2 : 1)
  }

  private func text(_ bytes: some Collection<UInt8>) throws(Failure) -> String {
    if bytes.isEmpty { throw .absent }
    if bytes.count > Self.largest { throw .tooLarge }
    if bytes.contains(0) { throw .containsNUL }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
    return text
  }
}
