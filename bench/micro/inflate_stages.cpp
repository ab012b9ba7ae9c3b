// Compressed matrices, inflated as a conversion reads them, checksums included.

#include "bench/micro/row_inputs.hpp"
#include "bench/micro/stage_bench.hpp"
#include "bytes/text_stream.hpp"
#include "support/compressed.hpp"
#include "support/task_pool.hpp"

#include <benchmark/benchmark.h>

#include <stdexcept>

namespace hapmill::bench {

namespace {

struct Inflation {
  Inflation(Compression how, std::string packed, std::size_t text_size)
      : compression{how}, compressed{std::move(packed)}, text_bytes{text_size} {}

  void run() {
    MemoryBytes bytes{compressed};
    auto const stream = open_text_stream(compression, bytes, "memory", pool);
    std::size_t taken = 0;
    while (std::size_t const got = stream->read(text.data(), text.size())) taken += got;
    if (taken != text_bytes) throw std::logic_error{"the inflated text has another size"};
    benchmark::DoNotOptimize(text.data());
  }

  Compression compression;
  std::string compressed;
  std::size_t text_bytes;
  std::vector<char> text = std::vector<char>(256U << 10);
  TaskPool pool{1};
};

void add(char const* stage, char const* target, std::string const& input, Compression compression,
         std::string compressed, std::size_t text_bytes) {
  auto const inflation =
      std::make_shared<Inflation>(compression, std::move(compressed), text_bytes);
  add_stage({stage, target, input, text_bytes, [inflation] { inflation->run(); }});
}

}  // namespace

void add_inflate_stages() {
  // Enough bytes that the start of a stream does not matter.
  constexpr std::size_t bytes = 4U << 20;
  for (auto const& shape : {RowShapeOfInput{"narrow, 4 MiB", 31, 0.2, Pairing::adjacent, bytes},
                            {"wide, 4 MiB", 1000, 0.75, Pairing::adjacent, bytes}}) {
    std::string const text{make_row_input(shape)->text()};
    std::string const input = shape.name;
    add_copy(input, text);
    add("inflate BGZF", "libdeflate", input, Compression::bgzf, test::bgzf_file(text), text.size());
    add("inflate gzip", "ISA-L", input, Compression::gzip, test::gzip_member(text), text.size());
    add("inflate zstd", "libzstd", input, Compression::zstd, test::zstd_frame(text), text.size());
  }
}

}  // namespace hapmill::bench
