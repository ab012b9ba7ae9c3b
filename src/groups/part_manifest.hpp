#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bytes/file_list.hpp"
#include "bytes/part_file.hpp"
#include "convert/totals.hpp"
#include "dialects/reference_check.hpp"
#include "groups/conversion_plan_file.hpp"
#include "records/index_runs.hpp"
#include "support/machine.hpp"

namespace hapmill {

/// Files of one group, in the folder of parts.
struct PartPaths {
  std::string part;      ///< records, unless they have a file for each contig
  std::string split;     ///< begin of the name of the folder in which those are
  std::string rejects;   ///< rows left out, with --rejects
  std::string manifest;  ///< published last: without it there is no part
};

/// The folder for all files that are not finished: `OUTPUT.parts`, or with --split-by-contig a
/// hidden folder in the output.
std::string parts_folder(std::string const& output, bool splits_contigs);
std::string parts_folder(ConversionPlanFile const& plan);
PartPaths part_paths(ConversionPlanFile const& plan, std::size_t group);

/// Enters the names in the folder of parts that are ours into the list of a run's files; the plan's
/// only where the run writes that too. Throws UsageError where a file that the run reads, or writes
/// for an option, has one of these names.
OwnFolder list_parts(std::string const& folder, bool splits_contigs, FileList& files,
                     bool writes_plan = false);

/// Makes the folder where it is not there yet, and the output where that is one. Throws
/// OutputError, also where a link leads to another file system.
void make_parts_folder(ConversionPlanFile const& plan);

/// What is known of a finished part.
struct PartManifest {
  std::string plan_digest;  ///< which has the identity of the matrix in it
  std::size_t group = 0;
  PartFile part;  ///< of `split` the bytes of all records
  std::optional<SplitPart> split;
  std::optional<PartFile> rejects;
  Totals totals;  ///< contigs by the plan's numbers
  RefMismatchList mismatches;
  std::optional<IndexRuns> index;
  std::uint64_t bytes_in = 0;
  std::string backend;
  std::size_t threads = 0;
  double seconds = 0;
  MemoryUse memory{};
};

std::string write_manifest(PartManifest const& manifest);

/// Throws InputError: none, or not one.
PartManifest load_manifest(std::string const& path);

/// Whether a part is complete and of this plan: its manifest, the length of its files and, with
/// `checks_crc`, their bytes. @return why not, in words; empty where it is.
std::string find_misfit(ConversionPlanFile const& plan, std::size_t group, bool checks_crc);
inline bool manifest_fits(ConversionPlanFile const& plan, std::size_t group, bool checks_crc) {
  return find_misfit(plan, group, checks_crc).empty();
}

}  // namespace hapmill
