#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/pos_range.hpp"
#include "rows/contig_runs.hpp"
#include "support/listed_path.hpp"

namespace hapmill {

/// Rows that are asked for: those of one contig at certain positions.
struct Region {
  std::string contig;
  PosRange pos;
};

/// The region as the command line has it: `chr1:100-200`, or `chr1` for the whole contig.
std::string to_text(Region const& region);

/// The regions of each contig of a matrix, sorted, and merged if they overlap or touch.
class RegionSet {
 public:
  /// Regions of contigs that are not in `contigs` are ignored.
  RegionSet(std::vector<Region> const& regions, ContigNames const& contigs);

  /// The positions that are wanted of a contig. They ascend, with at least one position between
  /// two ranges; empty: none are wanted.
  std::vector<PosRange> const& of(std::uint32_t contig_id) const { return of_contig_[contig_id]; }

 private:
  std::vector<std::vector<PosRange>> of_contig_;
};

/// What --regions or --regions-file asks for, before the contigs of the matrix are known.
class RegionRequest {
 public:
  /// Reads the texts of --regions, each a list separated by commas. Throws UsageError.
  static RegionRequest from_lists(std::vector<std::string> const& lists);
  /// Reads a file, see parse_region_lines(). Throws InputError.
  static RegionRequest from_file(InputPath const& file);

  /// The request as text, one line per region. Two requests are equal if their texts are.
  std::string to_text() const;

  /// Returns the regions for a matrix with these contigs. A text of the command line is the name of
  /// a contig, or a name, a colon and positions. Throws UsageError.
  std::vector<Region> resolve(ContigNames const& contigs) const;
  /// Contigs that the request names and that are not among these, each once, in order.
  std::vector<std::string> unknown_contigs(ContigNames const& contigs) const;
  /// Whether every contig of the command line, or some contig of the file, is one of these.
  bool fits(ContigNames const& contigs) const;
  /// Throws InputError if fits() is false.
  void require_fit(std::string const& matrix_name, ContigNames const& contigs) const;

 private:
  std::vector<std::string> texts_;  ///< of the command line, one per region
  std::vector<Region> regions_;     ///< of a file
  std::optional<std::string> path_;
};

/// Parses the text of a file of regions: contig, first and last position, separated by TABs.
///
/// In BED (`is_bed`) positions count from 0 and the last is not included; otherwise they count from
/// 1, and the last may be missing. A contig alone means all of it. Further columns, empty lines and
/// lines that begin with `#` (in BED also `track` or `browser`) are ignored. Throws InputError.
std::vector<Region> parse_region_lines(std::string_view text, bool is_bed, std::string const& path);

}  // namespace hapmill
