// BGZF blocks of a file by level, on one thread: HAPMILL_BENCH_FILE names a VCF or table, of which
// the first 64 MiB are taken. Without it there is nothing to measure.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "output/bgzf_block.hpp"
#include "output/record_scan.hpp"

namespace hapmill {

namespace {

std::string read_begin(char const* path) {
  std::FILE* const file = std::fopen(path, "rb");
  if (file == nullptr) throw std::runtime_error{std::string{"cannot read "} + path};
  std::string text(64U << 20, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

/// Contents of blocks, cut between lines where that can be.
std::vector<std::string_view> cut(std::string const& text) {
  std::vector<std::string_view> contents;
  char const* const end = text.data() + text.size();
  char const* begin = text.data();
  auto const add = [&](char const* content_end) {
    if (content_end == begin) return;
    contents.emplace_back(begin, static_cast<std::size_t>(content_end - begin));
    begin = content_end;
  };
  constexpr auto most = static_cast<std::ptrdiff_t>(bgzf::most_content);
  for (char const* line = begin; line != end;) {
    char const* const line_end = find_record_end(RecordKind::table, line, end);
    if (line_end - begin > most) add(line);
    while (line_end - begin > most) add(begin + most);
    line = line_end;
  }
  add(end);
  return contents;
}

void compress(benchmark::State& state, std::vector<std::string_view> const& contents, int level) {
  BlockCompressor compressor{level};
  std::vector<char> block(bgzf::most_block);
  std::size_t in_bytes = 0;
  std::size_t out_bytes = 0;
  for (auto _ : state) {
    for (auto const content : contents) {
      in_bytes += content.size();
      out_bytes += compressor.compress(content.data(), content.size(), block.data());
      benchmark::DoNotOptimize(block.data());
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(in_bytes));
  state.counters["out_per_in"] = static_cast<double>(out_bytes) / static_cast<double>(in_bytes);
}

bool register_all() {
  char const* const path = std::getenv("HAPMILL_BENCH_FILE");
  if (path == nullptr) return false;
  auto const text = std::make_shared<std::string>(read_begin(path));
  if (text->empty()) throw std::runtime_error{std::string{path} + " is empty"};
  for (int level = 0; level <= 9; ++level) {
    benchmark::RegisterBenchmark(("compress/" + std::to_string(level)).c_str(),
                                 [text, contents = cut(*text), level](benchmark::State& state) {
                                   compress(state, contents, level);
                                 })
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}

bool const is_registered = register_all();

}  // namespace

}  // namespace hapmill
