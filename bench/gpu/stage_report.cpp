#include "bench/gpu/gpu_report.hpp"
#include "bench/gpu/stage_times.hpp"
#include "cpu/row_converter.hpp"
#include "generate/matrix_generator.hpp"
#include "options/planner.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace hapmill::bench {

namespace {

struct Rows {
  RowPlan plan;
  std::string contig;
  std::string text;
};

std::vector<std::string> haplotype_columns(std::string_view header) {
  std::vector<std::string> names;
  std::string name;
  for (char const byte : header) {
    if (byte != '\t' && byte != '\n') {
      name += byte;
      continue;
    }
    names.push_back(name);
    name.clear();
  }
  names.erase(names.begin(), names.begin() + site_field_count);
  return names;
}

/// Rows of one contig, with at most `text_bytes` bytes in all.
Rows make_rows(Shape const& shape, std::size_t text_bytes) {
  GenerateOptions generate;
  generate.column_count = shape.columns;
  generate.row_count = text_bytes / (2 * shape.columns + 8);
  generate.contig_count = 1;
  generate.variant_rate = shape.variant_rate;
  MatrixGenerator const generator{generate};
  Rows rows;
  for (std::uint64_t block = 0; block < generator.block_count(); ++block) {
    generator.append_block(block, rows.text);
    if (rows.text.size() >= text_bytes) break;
  }
  if (rows.text.size() > text_bytes) {
    std::size_t const last = rows.text.rfind('\n', text_bytes - 1);
    if (last == std::string::npos)
      throw std::runtime_error{"a chunk holds no row of " + shape.name};
    rows.text.resize(last + 1);
  }
  rows.contig = rows.text.substr(0, rows.text.find('\t'));
  ConvertOptions options;
  options.pairs = shape.pairs;
  options.output_type = shape.output_type;
  ConvertPlan plan = make_plan(options);
  add_samples(plan, haplotype_columns(generator.header_line()));
  rows.plan = std::move(plan.row);
  return rows;
}

std::string convert_on_cpu(Rows const& rows) {
  Chunk chunk;
  chunk.text.append(rows.text.data(), rows.text.size());
  chunk.pieces.resize(1);
  chunk.pieces[0].contig = rows.contig;
  chunk.runs.push_back({0, rows.text.size(), 0});
  cpu::RowConverter converter{rows.plan, *cpu::runnable_stages()[0]};
  SiteBatch batch;
  converter.convert(chunk, batch);
  return {batch.records.data() == nullptr ? "" : batch.records.data(), batch.records.size()};
}

}  // namespace

nlohmann::json to_json(Spread const& spread) {
  return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}};
}

nlohmann::json to_json(Ceilings const& ceilings) {
  return {{"device_copy", to_json(ceilings.device_copy)},
          {"to_device", to_json(ceilings.to_device)},
          {"to_host", to_json(ceilings.to_host)},
          {"to_device_of_both", to_json(ceilings.to_device_of_both)},
          {"to_host_of_both", to_json(ceilings.to_host_of_both)}};
}

nlohmann::json report_stages(Shape const& shape, Ceilings const& ceilings,
                             BenchOptions const& options) {
  std::size_t const text_bytes = options.text_bytes != 0
                                     ? options.text_bytes
                                     : usual_chunk_bytes(static_cast<std::uint32_t>(shape.columns));
  Rows const rows = make_rows(shape, text_bytes);
  StageTimes const times = measure_stages(rows.plan, rows.contig, rows.text, options.runs);
  if (times.records != convert_on_cpu(rows)) {
    throw std::runtime_error{shape.name + ": the device's records are not the CPU's"};
  }
  auto const in_bytes = static_cast<double>(rows.text.size());
  auto const out_bytes = static_cast<double>(times.records.size());
  double const copy_seconds = std::max(in_bytes / ceilings.to_device_of_both.median,
                                       out_bytes / ceilings.to_host_of_both.median);
  double const kernel_seconds =
      times.tokenize.median + times.filter.median + times.select.median + times.format.median;
  // Each byte of the matrix and each byte of the records counts once.
  double const moved = (in_bytes + out_bytes) / kernel_seconds;
  return {{"shape", shape.name},
          {"columns", shape.columns},
          {"rows", times.row_count},
          {"records", times.record_count},
          {"in_bytes", rows.text.size()},
          {"out_bytes", times.records.size()},
          {"seconds",
           {{"tokenize", to_json(times.tokenize)},
            {"filter", to_json(times.filter)},
            {"select", to_json(times.select)},
            {"format", to_json(times.format)},
            {"all", to_json(times.all)}}},
          {"kernel_seconds", kernel_seconds},
          {"slower_copy_seconds", copy_seconds},
          {"share_of_slower_copy", kernel_seconds / copy_seconds},
          {"share_of_device_copy", moved / ceilings.device_copy.median}};
}

}  // namespace hapmill::bench
