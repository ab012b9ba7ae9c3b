#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "convert/conversion_input.hpp"
#include "groups/part_manifest.hpp"
#include "records/contig_file_names.hpp"

namespace hapmill {

/// The files of all groups on their way to the folder of --split-by-contig. Those of contigs that
/// no group has, since their regions hold no row, are made here.
class SplitJoin {
 public:
  /// Nothing appears yet. With `keeps_parts`, links to files of `parts` take their
  /// places, or copies. Throws OutputError.
  SplitJoin(ConversionPlanFile const& plan, ConversionInput const& input,
            std::vector<PartManifest> const& parts, bool keeps_parts);

  std::uint64_t bytes() const { return bytes_; }
  /// Gives all files their places, and removes their outdated indexes. Throws OutputError.
  void publish() const;

 private:
  void add_empty_files(ConversionPlanFile const& plan, ConversionInput const& input);
  void link_or_copy(std::string const& prefix, std::string const& folder);

  std::string folder_;
  ContigFileNames names_;
  std::vector<std::string> hidden_;  ///< folders
  std::vector<std::string> outdated_;
  std::uint64_t bytes_ = 0;
};

}  // namespace hapmill
