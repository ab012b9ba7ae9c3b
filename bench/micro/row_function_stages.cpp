// The row functions, which convert the rows that are not regular, measured up to each stage.

#include "bench/micro/row_inputs.hpp"
#include "bench/micro/stage_bench.hpp"
#include "hapmill/model/alternates.hpp"
#include "hapmill/model/encode_row.hpp"
#include "hapmill/model/write_record.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <stdexcept>

namespace hapmill::bench {

namespace {

enum class Depth { newlines, tokenize, encode, filter, format };

class RowWalk {
 public:
  RowWalk(std::shared_ptr<RowInput> input, RecordKind kind)
      : input_{std::move(input)},
        plan_{plan_for(*input_, kind)},
        samples_{sample_columns(plan_)},
        format_{make_record_format(plan_, samples_.data())},
        numbers_(4 * stride()),
        codes_(2 * stride()),
        scratch_{.field_begin = numbers_.data(),
                 .codes = codes_.data(),
                 .alternates = codes_.data() + stride(),
                 .counts = numbers_.data() + stride(),
                 .long_begin = numbers_.data() + 2 * stride(),
                 .long_size = numbers_.data() + 3 * stride()} {}

  void run(Depth depth) {
    std::string_view const text = input_->text();
    records_.clear();
    for (char const *row = text.data(), *end = row + text.size(); row != end;) {
      auto const left = static_cast<std::size_t>(end - row);
      auto const* const newline = static_cast<char const*>(std::memchr(row, '\n', left));
      if (depth >= Depth::tokenize) {
        convert({row, static_cast<std::uint32_t>(newline - row)}, depth);
      }
      benchmark::DoNotOptimize(newline);
      row = newline + 1;
    }
    benchmark::DoNotOptimize(records_.data());
  }

 private:
  std::size_t stride() const { return plan_.column_count() + site_field_count + 2; }

  void convert(Row row, Depth depth) {
    SingleLane const lane;
    std::uint32_t const count =
        tokenize_row(lane, row, plan_.delimiter, scratch_.field_begin, plan_.field_count() + 1);
    if (depth == Depth::tokenize) return;
    Site<WideCode> site{};
    site.contig = input_->chunk.pieces[0].facts;
    RowFault fault = check_site_fields(row, plan_.delimiter, scratch_.field_begin, count,
                                       plan_.field_count(), site.pos);
    if (fault.kind == RowFaultKind::none) {
      fault = encode_row(lane, row, plan_.rules, nullptr, plan_.column_count(), scratch_, site);
    }
    if (fault.kind != RowFaultKind::none) throw std::logic_error{"a row is bad"};
    if (depth == Depth::encode) return;
    site.alternate_count =
        collect_alternates(lane, site.codes, site.column_count, site.ref_code, scratch_.alternates);
    if (depth == Depth::filter || site.alternate_count == 0) return;
    records_.reserve_more(write_record(lane, site, format_, scratch_.counts, nullptr));
    records_.grow_size(write_record(lane, site, format_, scratch_.counts, records_.end()));
  }

  std::shared_ptr<RowInput> input_;
  RowPlan plan_;
  std::vector<SampleColumns> samples_;
  RecordFormat format_;
  std::vector<std::uint32_t> numbers_;
  std::vector<WideCode> codes_;
  RowScratch scratch_;
  ByteBuffer records_;
};

void add(std::string const& stage, char const* target, std::shared_ptr<RowInput> const& input,
         RecordKind kind, Depth depth) {
  auto const walk = std::make_shared<RowWalk>(input, kind);
  add_stage(
      {stage, target, input->name, input->chunk.text.size(), [walk, depth] { walk->run(depth); }});
}

}  // namespace

void add_row_function_stages() {
  constexpr char const* target = "row functions";
  // The copies of these inputs are already registered.
  for (auto const& shape : {RowShapeOfInput{"narrow", 31, 0.2}, {"wide", 1000, 0.75}}) {
    auto const input = make_row_input(shape);
    add("find newlines", "libc", input, RecordKind::table, Depth::newlines);
    add("+ tokenize", target, input, RecordKind::table, Depth::tokenize);
    add("+ encode", target, input, RecordKind::table, Depth::encode);
    add("+ alternates, filter", target, input, RecordKind::table, Depth::filter);
    add("+ format: table", target, input, RecordKind::table, Depth::format);
    add("+ format: VCF", target, input, RecordKind::vcf, Depth::format);
    add("+ format: BCF", target, input, RecordKind::bcf, Depth::format);
  }
}

}  // namespace hapmill::bench
