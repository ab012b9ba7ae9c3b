#include "groups/plan_estimate.hpp"

#include <algorithm>
#include <vector>

#include "bytes/bgzf_block.hpp"
#include "convert/memory_need.hpp"
#include "cpu/row_converter.hpp"
#include "cpu/stages.hpp"
#include "rows/file_source.hpp"

namespace hapmill {

namespace {

constexpr std::size_t place_count = 8;
constexpr std::uint64_t place_bytes = std::uint64_t{64} << 10;

std::uint64_t compressed_size(SiteBatch const& batch, int level) {
  BlockCompressor compressor{level};
  std::vector<char> block(bgzf::most_block);
  std::uint64_t size = 0;
  for (std::size_t at = 0; at < batch.records.size(); at += bgzf::most_content) {
    size +=
        compressor.compress(batch.records.data() + at,
                            std::min(bgzf::most_content, batch.records.size() - at), block.data());
  }
  return size;
}

std::uint64_t estimate_output(ConversionPlanFile const& plan, ConversionInput const& input) {
  FileSource const source{input.matrix(), plan.input, input.header().data_begin, place_bytes};
  cpu::RowConverter converter{input.plan().row, cpu::select_stages(input.plan().machine.simd)};
  double read = 0;
  double written = 0;
  auto const& ranges = plan.input.ranges;
  for (std::size_t k = 0; k < std::min(place_count, ranges.size()); ++k) {
    auto const& range = ranges[ranges.size() * k / std::min(place_count, ranges.size())];
    Chunk chunk;
    chunk.pieces.push_back(
        {{range.begin, std::min(range.end, range.begin + place_bytes), 0, range.contig_id},
         false,
         plan.input.names.name(range.contig_id),
         plan.input.facts[range.contig_id]});
    source.load(chunk);
    SiteBatch batch;
    converter.convert(chunk, batch);
    if (batch.bad_row || batch.breaks_plan || chunk.runs[0].size == 0) continue;
    read += static_cast<double>(chunk.runs[0].size);
    written += static_cast<double>(input.plan().output.is_compressed
                                       ? compressed_size(batch, input.plan().compression_level)
                                       : batch.records.size());
  }
  std::uint64_t bytes = 0;
  for (auto const& range : ranges) bytes += range.end - range.begin;
  std::uint64_t const header = input.output_header().size();
  if (read == 0) return header;
  return header + static_cast<std::uint64_t>(static_cast<double>(bytes) * written / read);
}

}  // namespace

void estimate_conversion(ConversionPlanFile& plan, ConversionInput const& input,
                         ProcessLimits const& limits) {
  MatrixSize matrix = size_of(plan.input, 0);
  for (auto const& group : plan.groups)
    matrix.input_bytes = std::max(matrix.input_bytes, group.bytes);
  MachineShare share = asked_share(input.plan().machine);
  share.threads = limits.threads;
  if (limits.max_memory != 0) share = fit_memory(input.plan(), matrix, share, limits.max_memory);
  plan.threads = share.threads;
  plan.expected_memory = memory_need(input.plan(), matrix, share);
  plan.expected_output = estimate_output(plan, input);
}

}  // namespace hapmill
