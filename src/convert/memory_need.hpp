#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "hapmill/support/errors.hpp"
#include "options/planner.hpp"
#include "rows/contig_runs.hpp"
#include "rows/input_plan.hpp"

namespace hapmill {

/// What of a matrix decides how much memory its conversion takes.
struct MatrixSize {
  std::uint64_t input_bytes = 0;  ///< 0: not known
  std::uint64_t contig_count = 1;
  std::uint64_t longest_contig = 0;       ///< bytes of its name, which each table cell repeats
  bool is_stream = false;                 ///< and so may be compressed
  std::uint64_t planned_range_count = 0;  ///< of a plan that is read from its file; 0: none is
};

/// Of a matrix whose contigs are known.
MatrixSize size_of(ContigNames const& names, std::uint64_t input_bytes);

/// For one group of a plan, of so many bytes.
MatrixSize size_of(InputPlan const& plan, std::uint64_t input_bytes);

/// Most memory of the process that starts workers and joins their parts.
std::uint64_t coordinator_need(InputPlan const& plan);

/// How a conversion on the CPU runs.
struct MachineShare {
  std::size_t threads = 1;
  std::size_t chunk_bytes = 0;
  std::size_t sort_bytes = 0;  ///< of records under --sort
};

/// What the user asks for.
MachineShare asked_share(MachinePlan const& machine);

/// Most memory that a conversion on the CPU takes at once, in bytes, if every row is written:
/// chunks and their records, scratch of threads, blocks to compress, records to sort, index, names.
///
/// Alleles are taken to have one byte; rows of longer ones can take more. `plan` has its samples.
std::uint64_t memory_need(ConvertPlan const& plan, MatrixSize const& matrix,
                          MachineShare const& share);

/// A size for --max-memory that is no less.
std::string whole_mebibytes(std::uint64_t bytes);

/// --max-memory is too little.
struct MemoryRefusal : UsageError {
  MemoryRefusal(std::string const& words, std::uint64_t least)
      : UsageError{words}, least_bytes{least} {}
  std::uint64_t least_bytes;  ///< that would do
};

/// What fits into `most_bytes`: of what was asked for, first the chunks are made smaller, down to
/// 64 KiB, then less is sorted at once, down to 16 MiB, then there are fewer threads. Throws
/// MemoryRefusal that tells the least that does.
MachineShare fit_memory(ConvertPlan const& plan, MatrixSize const& matrix, MachineShare asked,
                        std::uint64_t most_bytes);

}  // namespace hapmill
