// What happens to records after they are formatted: they are found for the index and compressed.

#include "bench/block_contents.hpp"
#include "bench/micro/row_inputs.hpp"
#include "bench/micro/stage_bench.hpp"
#include "records/record_scan.hpp"

#include <benchmark/benchmark.h>

namespace hapmill::bench {

namespace {

void scan(RecordKind kind, std::string const& records) {
  char const* const end = records.data() + records.size();
  for (char const* record = records.data(); record != end;) {
    char const* const record_end = find_record_end(kind, record, end);
    RecordPlace const place = read_record_place(kind, record, record_end);
    benchmark::DoNotOptimize(place.pos);
    record = record_end;
  }
}

void add_scan(RecordKind kind, std::string const& input, std::string const& records) {
  add_stage({"find and place records", "libc", input, records.size(),
             [kind, records] { scan(kind, records); }});
}

void add_compression(std::string const& input, std::string const& records, int level,
                     char const* target) {
  struct Work {
    BlockCompressor compressor;
    std::vector<char> block;
  };
  auto const work =
      std::make_shared<Work>(Work{BlockCompressor{level}, std::vector<char>(bgzf::most_block)});
  auto const text = std::make_shared<std::string>(records);
  add_stage({"compress to BGZF, level " + std::to_string(level), target, input, text->size(),
             [work, text, contents = cut_block_contents(*text)] {
               for (auto const content : contents) {
                 work->compressor.compress(content.data(), content.size(), work->block.data());
                 benchmark::DoNotOptimize(work->block.data());
               }
             }});
}

}  // namespace

void add_record_stages() {
  auto const wide = make_row_input({"wide", 1000, 0.75});
  struct Kind {
    RecordKind kind;
    char const* input;
  };
  for (auto const& [kind, input] : {Kind{RecordKind::table, "table of wide"},
                                    {RecordKind::vcf, "VCF of wide"},
                                    {RecordKind::bcf, "BCF of wide"}}) {
    std::string const records = convert_rows(*wide, kind);
    add_copy(input, records);
    add_scan(kind, input, records);
    if (kind == RecordKind::table) continue;
    add_compression(input, records, 1, "ISA-L");
    add_compression(input, records, 6, "libdeflate");
  }
}

}  // namespace hapmill::bench
