#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/planner.hpp"
#include "input/contig_runs.hpp"

namespace hapmill {

/// What of a matrix decides how much memory its conversion takes.
struct MatrixSize {
  std::uint64_t input_bytes = 0;  ///< 0: not known
  std::uint64_t contig_count = 1;
  std::uint64_t longest_contig = 0;  ///< bytes of its name, which each table cell repeats
  bool is_stream = false;            ///< and so may be compressed
};

/// Of a matrix whose contigs are known.
MatrixSize size_of(ContigNames const& names, std::uint64_t input_bytes);

/// How a conversion on the CPU runs.
struct MachineShare {
  std::size_t threads = 1;
  std::size_t chunk_bytes = 0;
  std::size_t sort_bytes = 0;  ///< of records under --sort
};

/// What the options ask for, with the defaults filled in.
MachineShare asked_share(ConvertOptions const& options);

/// Most memory that a conversion on the CPU takes at once, in bytes, if every row is written:
/// chunks and their records, scratch of threads, blocks to compress, records to sort, index, names.
///
/// Alleles are taken to have one byte; rows of longer ones can take more. `plan` has its samples.
std::uint64_t memory_need(ConvertPlan const& plan, MatrixSize const& matrix,
                          MachineShare const& share);

/// What fits into `most_bytes`: of what was asked for, first the chunks are made smaller, down to
/// 64 KiB, then less is sorted at once, down to 16 MiB, then there are fewer threads. Throws
/// UsageError that tells the least that does.
MachineShare fit_memory(ConvertPlan const& plan, MatrixSize const& matrix, MachineShare asked,
                        std::uint64_t most_bytes);

}  // namespace hapmill
