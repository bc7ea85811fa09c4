import Model

/// What a survey reached, in a line or two; with every reason where more is wanted.
struct SurfaceText: Sendable {
  let detail: ConsoleMode.Detail

  func lines(_ surface: Surface) -> [String] {
    let reach = surface.reach
    var lines = [
      "surface   \(Figure.count(reach.found, "callable")), \(reach.native) of them native: \(reach.worked) work, "
        + "\(reach.failed) have an error path, \(reach.found - reach.tried) not called"
        + (reach.ended > 0 ? ", \(reach.ended) end the process or never come back" : "")
        + " (\(Figure.count(reach.calls, "call")))"
    ]
    if !surface.finished { lines.append("          the time for it was up, so that some have not been tried") }
    return lines + (detail == .verbose ? reasons(surface) : [])
  }

  private func reasons(_ surface: Surface) -> [String] {
    surface.offers.compactMap { offer in
      if let reason = offer.leftOut { return "          left out  \(Printable.line(offer.id)): \(reason)" }
      guard offer.trials.isEmpty else { return nil }
      return
        "          not called  \(Printable.line(offer.id)): \(Printable.line(offer.unreached ?? "the time was up"))"
    }
  }
}
