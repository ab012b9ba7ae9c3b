#include "bench/micro/row_inputs.hpp"

#include "cpu/row_converter.hpp"
#include "generate/matrix_generator.hpp"
#include "options/planner.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace hapmill::bench {

namespace {

std::string make_rows(RowShapeOfInput const& shape) {
  GenerateOptions generate;
  generate.column_count = shape.columns;
  generate.row_count = shape.bytes / (2 * shape.columns + 12);
  generate.contig_count = 1;
  generate.contig_prefix = "";
  generate.variant_rate = shape.variant_rate;
  MatrixGenerator const generator{generate};
  std::string text;
  for (std::uint64_t block = 0; block < generator.block_count(); ++block) {
    generator.append_block(block, text);
  }
  return text;
}

void pair_columns(std::vector<Sample>& samples, Pairing pairing) {
  if (pairing == Pairing::adjacent) return;
  auto const count = static_cast<std::uint32_t>(samples.size());
  std::vector<std::uint32_t> columns(2 * count);
  std::iota(columns.begin(), columns.end(), 0U);
  if (pairing == Pairing::shuffled) {
    std::shuffle(columns.begin(), columns.end(), std::mt19937{1});
  }
  for (std::uint32_t k = 0; k < count; ++k) {
    samples[k].columns = pairing == Pairing::shuffled
                             ? SampleColumns{columns[2 * k], columns[2 * k + 1]}
                             : SampleColumns{columns[k], columns[k + count]};
  }
}

RowPlan make_row_plan(std::uint64_t columns, char const* output_type) {
  ConvertOptions options;
  options.output_type = output_type;
  ConvertPlan plan = make_plan(options);
  std::vector<std::string> names;
  for (std::uint64_t k = 0; k < columns; ++k) {
    names.push_back("s" + std::to_string(k / 2) + (k % 2 == 0 ? "a" : "b"));
  }
  add_samples(plan, names);
  return std::move(plan.row);
}

}  // namespace

std::shared_ptr<RowInput> make_row_input(RowShapeOfInput const& shape) {
  auto input = std::make_shared<RowInput>();
  input->name = shape.name;
  input->plan = make_row_plan(shape.columns, "t");
  pair_columns(input->plan.samples, shape.pairing);
  std::string const rows = make_rows(shape);
  input->chunk.text.append(rows.data(), rows.size());
  input->chunk.pieces.resize(1);
  input->chunk.pieces[0].contig = "1";
  input->chunk.runs.push_back({0, rows.size(), 0});
  return input;
}

RowPlan plan_for(RowInput const& input, RecordKind kind) {
  if (kind == RecordKind::table) return input.plan;
  RowPlan plan = make_row_plan(input.plan.column_count(), kind == RecordKind::vcf ? "v" : "u");
  plan.samples = input.plan.samples;
  return plan;
}

std::string convert_rows(RowInput const& input, RecordKind kind) {
  RowPlan const plan = plan_for(input, kind);
  cpu::RowConverter converter{plan, *cpu::runnable_stages().front()};
  SiteBatch batch;
  converter.convert(input.chunk, batch);
  return {batch.records.data(), batch.records.size()};
}

}  // namespace hapmill::bench
