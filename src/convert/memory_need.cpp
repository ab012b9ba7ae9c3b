#include "convert/memory_need.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bytes/bgzf_block.hpp"
#include "hapmill/support/errors.hpp"
#include "records/sorting_writer.hpp"
#include "support/human_units.hpp"

namespace hapmill {

namespace {

constexpr std::uint64_t program_bytes = 8U << 20;  ///< its own pages, libraries, stacks
constexpr std::uint64_t thread_bytes = 256U << 10;
constexpr std::uint64_t compressor_bytes = 1536U << 10;  ///< libdeflate's, of the highest level
constexpr std::uint64_t window_bytes = 96;               ///< of an index, for each 16 KiB of contig
constexpr std::uint64_t most_windows = 1U << 17;         ///< of one contig
constexpr std::uint64_t contig_bytes = 256;              ///< beside its name
constexpr std::uint64_t vcf_contig_bytes = 512;          ///< its line in the header, its facts
// A plan's file as it is read: measured with 200,000 contigs, 1.2 KB and 1.6 KB for each.
constexpr std::uint64_t planned_contig_bytes = 1536;
constexpr std::uint64_t joined_contig_bytes = 2560;  ///< with what the parts' manifests say of it
constexpr std::uint64_t planned_range_bytes = 256;
constexpr std::uint64_t coordinator_bytes = 16U << 20;
constexpr std::uint64_t column_bytes = 256;
constexpr std::uint64_t stream_bytes = 12U << 20;
constexpr std::uint64_t decompressed_bytes = 640U << 10;
constexpr std::size_t least_chunk_bytes = 64U << 10;
constexpr std::size_t least_sort_bytes = 16U << 20;

std::uint64_t row_bytes(RowPlan const& plan) { return 2 * std::uint64_t{plan.column_count()} + 8; }

/// Of a site whose alleles have one byte.
std::uint64_t record_bytes(RowPlan const& plan, std::uint64_t contig) {
  constexpr std::uint64_t site_fields = 320;
  std::uint64_t sample = 0;
  switch (plan.kind) {
    case RecordKind::table:
      sample = plan.pi_prefix.size() + contig + 5;  // TAB, PI, TAB, A|T
      break;
    case RecordKind::vcf:
      sample = plan.has_phase_set ? 15 : 4;
      break;
    case RecordKind::bcf:
      sample = plan.has_phase_set ? 6 : 2;
      break;
  }
  return site_fields + contig + sample * plan.samples.size();
}

std::uint64_t slot_count(std::size_t threads) { return threads == 1 ? 1 : 2 * threads; }

std::uint64_t chunk_need(RowPlan const& plan, MatrixSize const& matrix, MachineShare const& share) {
  std::uint64_t const row = row_bytes(plan);
  std::uint64_t const rows = share.chunk_bytes / row + 2;
  return slot_count(share.threads) *
         (share.chunk_bytes + row + rows * record_bytes(plan, matrix.longest_contig));
}

std::uint64_t thread_need(ConvertPlan const& plan, MatrixSize const& matrix) {
  std::uint64_t const scratch =
      3 * record_bytes(plan.row, matrix.longest_contig) + 48 * plan.row.column_count();
  return thread_bytes + scratch + (plan.output.is_compressed ? compressor_bytes : 0);
}

std::uint64_t output_need(ConvertPlan const& plan, MatrixSize const& matrix,
                          MachineShare const& share) {
  std::uint64_t need = plan.sorts_sites ? share.sort_bytes : 0;
  if (!plan.output.is_compressed) return need;
  // A block's records are listed for the index, so short ones make a long list.
  need += (2 * share.threads + 4) * 2 * (bgzf::most_content + bgzf::most_block);
  if (!plan.output.is_vcf() || plan.index == IndexChoice::none) return need;
  std::uint64_t const rows = matrix.input_bytes / row_bytes(plan.row) + 1;
  return need + window_bytes * std::min(rows, matrix.contig_count * most_windows);
}

}  // namespace

std::string whole_mebibytes(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = 1U << 20;
  return fmt::format("{}M", bytes / mebibyte + 1);
}

MatrixSize size_of(InputPlan const& plan, std::uint64_t input_bytes) {
  auto matrix = size_of(plan.names, input_bytes);
  matrix.planned_range_count = std::max<std::uint64_t>(1, plan.ranges.size());
  return matrix;
}

std::uint64_t coordinator_need(InputPlan const& plan) {
  return coordinator_bytes + joined_contig_bytes * plan.names.count() +
         planned_range_bytes * plan.ranges.size();
}

MatrixSize size_of(ContigNames const& names, std::uint64_t input_bytes) {
  MatrixSize matrix{input_bytes, names.count(), 0};
  for (std::uint32_t k = 0; k < names.count(); ++k) {
    matrix.longest_contig = std::max<std::uint64_t>(matrix.longest_contig, names.name(k).size());
  }
  return matrix;
}

MachineShare asked_share(MachinePlan const& machine) {
  return {.threads = machine.threads,
          .chunk_bytes = machine.cpu_chunk_bytes(),
          .sort_bytes = SortingWriter::default_most_bytes};
}

std::uint64_t memory_need(ConvertPlan const& plan, MatrixSize const& matrix,
                          MachineShare const& share) {
  std::uint64_t const contig = contig_bytes + 2 * matrix.longest_contig +
                               (plan.output.is_vcf() ? vcf_contig_bytes : 0) +
                               (matrix.planned_range_count != 0 ? planned_contig_bytes : 0);
  std::uint64_t const names = matrix.contig_count * contig +
                              matrix.planned_range_count * planned_range_bytes +
                              column_bytes * (plan.row.column_count() + plan.row.samples.size());
  // Text decompressed ahead, a few chunks a thread, and what a decompressor looks back on.
  std::uint64_t const ahead =
      matrix.is_stream ? stream_bytes + (2 * share.threads + 2) * decompressed_bytes : 0;
  return program_bytes + names + ahead + chunk_need(plan.row, matrix, share) +
         share.threads * thread_need(plan, matrix) + output_need(plan, matrix, share);
}

MachineShare fit_memory(ConvertPlan const& plan, MatrixSize const& matrix, MachineShare asked,
                        std::uint64_t most_bytes) {
  MachineShare share = asked;
  std::size_t const least_chunk = std::min(asked.chunk_bytes, least_chunk_bytes);
  std::size_t const least_sort = std::min(asked.sort_bytes, least_sort_bytes);
  while (memory_need(plan, matrix, share) > most_bytes) {
    if (share.chunk_bytes > least_chunk) {
      share.chunk_bytes = std::max(least_chunk, share.chunk_bytes / 2);
    } else if (plan.sorts_sites && share.sort_bytes > least_sort) {
      share.sort_bytes = std::max(least_sort, share.sort_bytes / 2);
    } else if (share.threads > 1) {
      share = {share.threads - 1, asked.chunk_bytes, asked.sort_bytes};
    } else {
      std::uint64_t const least = memory_need(plan, matrix, share);
      throw MemoryRefusal{
          fmt::format("--max-memory {}: this conversion may take more even with one thread and the "
                      "smallest chunks; --max-memory {} is enough",
                      human_bytes(most_bytes), whole_mebibytes(least)),
          least};
    }
  }
  return share;
}

}  // namespace hapmill
