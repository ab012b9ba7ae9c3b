#include "dialects/rewriting_source.hpp"

#include <utility>

namespace hapmill {

namespace {

/// Puts the place of the original rows where the other source fills in a chunk's text. Swapped, not
/// copied: afterwards the chunk's text is in the memory in which it was before.
class OriginalsInPlace {
 public:
  explicit OriginalsInPlace(Chunk& chunk) : chunk_{chunk} { swap(); }
  ~OriginalsInPlace() { swap(); }
  OriginalsInPlace(OriginalsInPlace const&) = delete;
  OriginalsInPlace& operator=(OriginalsInPlace const&) = delete;

 private:
  void swap() {
    std::swap(chunk_.text, chunk_.originals.text);
    std::swap(chunk_.runs, chunk_.originals.runs);
  }

  Chunk& chunk_;
};

}  // namespace

bool RewritingSource::next(Chunk& chunk) {
  OriginalsInPlace const in_place{chunk};
  return originals_.next(chunk);
}

void RewritingSource::load(Chunk& chunk) const {
  {
    OriginalsInPlace const in_place{chunk};
    originals_.load(chunk);
  }
  OriginalRows& originals = chunk.originals;
  originals.faults.clear();
  chunk.text.clear();
  chunk.runs.clear();
  for (std::size_t k = 0; k < originals.runs.size(); ++k) {
    RowRun const& run = originals.runs[k];
    std::size_t const begin = chunk.text.size();
    std::size_t const known_faults = originals.faults.size();
    rewriter_.rewrite({originals.text.data() + run.text_begin, run.size}, chunk.text,
                      originals.faults);
    for (std::size_t fault = known_faults; fault < originals.faults.size(); ++fault) {
      originals.faults[fault].piece = static_cast<std::uint32_t>(k);
    }
    chunk.runs.push_back({begin, chunk.text.size() - begin, run.offset});
  }
}

}  // namespace hapmill
