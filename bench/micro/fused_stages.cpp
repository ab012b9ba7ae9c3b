// The fused pass over regular rows, for each instruction set. Its stages cannot be run alone, so it
// is measured up to one stage after another.

#include "bench/micro/row_inputs.hpp"
#include "bench/micro/stage_bench.hpp"
#include "cpu/row_converter.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <stdexcept>

namespace hapmill::bench {

namespace {

/// Tokenizes and encodes rows and finds variant sites. It stops at each site and continues after
/// it, so every variant site costs a call that the whole pass does not make.
class RowReader {
 public:
  RowReader(RowInput const& input, cpu::Stages const& stages)
      : input_{input},
        stages_{stages},
        rules_{input.plan.rules, input.plan.column_count(), nullptr, input.plan.delimiter},
        record_{make_record_format(input.plan, nullptr)},
        format_{.gather = {{}, 0, 0},
                .genotypes = cpu::GenotypeTemplate{0},
                .printed = {},
                .alleles = {},
                .has_ref_column = true,
                .alt_begins_ref = false,
                .missing_prints_ref = true,
                .deletion_prints_ref = false,
                .filters = {},
                .has_filters = false,
                .vcf = {input.plan, record_}},
        codes_(input.plan.column_count() + 128) {
    rules_.stop_at_site = true;
  }

  void run() {
    cpu::RegularRows rows;
    rows.cursor = input_.chunk.text.data();
    rows.end = rows.cursor + input_.chunk.text.size();
    rows.contig = input_.chunk.pieces[0].contig;
    rows.contig.copy(rows.contig_begin, sizeof(rows.contig_begin));
    rows.contig_begin[rows.contig.size()] = input_.plan.delimiter;
    rows.codes = codes_.data();
    while (stages_.convert_rows(rules_, format_, rows) == cpu::RowStop::site) {
      rows.cursor += rows.row_bytes;
    }
    if (rows.cursor != rows.end) throw std::logic_error{"a row is not regular"};
    benchmark::DoNotOptimize(rows.non_variant_count);
  }

 private:
  RowInput const& input_;
  cpu::Stages const& stages_;
  cpu::CellRules rules_;
  RecordFormat record_;
  cpu::SiteFormat format_;
  std::vector<ByteCode> codes_;
};

/// The whole pass over a chunk, as a plan asks for it.
struct WholePass {
  WholePass(RowInput const& input, RowPlan row_plan, cpu::Stages const& stages)
      : chunk{input.chunk}, plan{std::move(row_plan)}, converter{plan, stages} {}

  void run() {
    converter.convert(chunk, batch);
    if (batch.bad_row || batch.breaks_plan) throw std::logic_error{"a row is bad"};
    if (plan.filters.any() && batch.records.size() != 0)
      throw std::logic_error{"a site was not filtered out"};
    benchmark::DoNotOptimize(batch.records.data());
  }

  Chunk const& chunk;
  RowPlan plan;
  cpu::RowConverter converter;
  SiteBatch batch;
};

RowPlan plan_that_filters_all(RowInput const& input) {
  RowPlan plan = input.plan;
  plan.filters.max_alleles = 1;
  return plan;
}

template <class Pass>
void add(std::string const& stage, cpu::Stages const& stages,
         std::shared_ptr<RowInput> const& input, std::shared_ptr<Pass> const& pass) {
  add_stage(
      {stage, stages.name, input->name, input->chunk.text.size(), [input, pass] { pass->run(); }});
}

}  // namespace

void add_fused_stages() {
  constexpr RowShapeOfInput shapes[] = {
      {"narrow", 31, 0.2},
      {"narrow-all", 31, 1.0},
      {"narrow, halves", 30, 1.0, Pairing::halves},
      {"wide", 1000, 0.75},
      {"wide, no variant site", 1000, 0.0},
      {"wide, halves", 1000, 0.75, Pairing::halves},
      {"wide, shuffled", 1000, 0.75, Pairing::shuffled},
  };
  for (auto const& shape : shapes) {
    auto const input = make_row_input(shape);
    add_copy(input->name, input->text());
    bool const is_as_it_stands = shape.pairing == Pairing::adjacent;
    for (auto const* stages : cpu::runnable_stages()) {
      auto const whole = [&](RowPlan plan) {
        return std::make_shared<WholePass>(*input, std::move(plan), *stages);
      };
      if (is_as_it_stands) {
        add("tokenize + encode", *stages, input, std::make_shared<RowReader>(*input, *stages));
        add("+ alternates, filter", *stages, input, whole(plan_that_filters_all(*input)));
      }
      add("+ format: table", *stages, input, whole(input->plan));
      if (!is_as_it_stands || shape.variant_rate == 0) continue;
      add("+ format: VCF", *stages, input, whole(plan_for(*input, RecordKind::vcf)));
      add("+ format: BCF", *stages, input, whole(plan_for(*input, RecordKind::bcf)));
    }
  }
}

}  // namespace hapmill::bench
