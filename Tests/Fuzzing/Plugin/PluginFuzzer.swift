import Planning
import Running

/// Any bytes as what a plugin prints: a description and a result, or why there is none.
@_cdecl("LLVMFuzzerTestOneInput")
public func readAnyAnswer(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if case .failure(let fault) = PluginDescription.read(bytes, name: "x") {
    precondition(!fault.message.isEmpty, "what is no description has a reason")
  }
  var reader = PluginCallReader()
  for piece in stride(from: 0, to: bytes.count, by: 7) { _ = reader.read(bytes[piece...].prefix(7)) }
  if case .done = reader.result(.exited(0)).ending {
    precondition(reader.failure == nil, "what is done has not failed")
  }
  return 0
}
