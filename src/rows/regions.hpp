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

/// Rows that are wanted: those of a contig that stand at certain positions.
struct Region {
  std::string contig;
  PosRange pos;
};

/// As on the command line: `chr1:100-200`, or `chr1` for all of it.
std::string to_text(Region const& region);

/// Regions by the contigs of a matrix: sorted, and merged where they overlap or touch.
class RegionSet {
 public:
  /// Regions of other contigs are left out.
  RegionSet(std::vector<Region> const& regions, ContigNames const& contigs);

  /// Positions wanted of a contig, ascending, at least one position apart; empty: none.
  std::vector<PosRange> const& of(std::uint32_t contig_id) const { return of_contig_[contig_id]; }

 private:
  std::vector<std::vector<PosRange>> of_contig_;
};

/// What --regions or --regions-file ask for, before the contigs of the matrix are known.
class RegionRequest {
 public:
  /// By the command line: each text is a list, parted by commas. Throws UsageError.
  static RegionRequest from_lists(std::vector<std::string> const& lists);
  /// Reads a file, see parse_region_lines(). Throws InputError.
  static RegionRequest from_file(InputPath const& file);

  /// All that is asked for, a line a region: another text is another request.
  std::string to_text() const;

  /// The regions of a matrix that has these contigs. A text of the command line is a contig, or
  /// what follows its last colon are positions of one. Throws UsageError.
  std::vector<Region> resolve(ContigNames const& contigs) const;
  /// What of the request names a contig that is none of these, each once, in order.
  std::vector<std::string> unknown_contigs(ContigNames const& contigs) const;
  /// Whether every contig of the command line, or some contig of the file, is one of these.
  bool fits(ContigNames const& contigs) const;
  /// Throws InputError where that is not so.
  void require_fit(std::string const& matrix_name, ContigNames const& contigs) const;

 private:
  std::vector<std::string> texts_;  ///< of the command line, one a region
  std::vector<Region> regions_;     ///< of a file
  std::optional<std::string> path_;
};

/// Regions of a file's text: contig, first and last position, parted by TABs. In BED (`is_bed`)
/// positions count from 0 and the last is not included; else from 1, and the last may be missing.
/// A contig alone is all of it. Further columns, empty lines, and lines that begin with `#`, or in
/// BED with `track` or `browser`, are left aside. Throws InputError.
std::vector<Region> parse_region_lines(std::string_view text, bool is_bed, std::string const& path);

}  // namespace hapmill
