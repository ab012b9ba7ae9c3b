#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hapmill/model/site.hpp"

#include "support/listed_path.hpp"

namespace hapmill {

/// Whether VCF allows this name for a contig: VCFv4.3, 1.4.7, without names that start with `#`.
bool is_vcf_contig_name(std::string_view name);

/// The contigs that the header of a VCF or BCF lists, in its order.
class ContigList {
 public:
  struct Contig {
    std::string name;
    std::uint32_t length = max_pos;  ///< max_pos: not known
  };

  /// Makes the empty list for a VCF without contig lines, which allows any contig.
  ContigList() = default;
  /// The names must be unique and valid in VCF.
  explicit ContigList(std::vector<Contig> const& contigs);

  std::vector<Contig> const& contigs() const { return contigs_; }
  bool has_lengths() const;
  /// What records say about a contig, except for its phase set.
  ContigFacts facts(std::string_view name) const;

 private:
  std::vector<Contig> contigs_;
  std::unordered_map<std::string, std::int32_t> ids_;
  bool is_open_ = true;
};

/// Reads a FASTA index: name and length in the first two of its columns. Throws InputError.
ContigList read_fai(InputPath const& file);

/// The contigs of `a,b,c`. Throws UsageError.
ContigList parse_contigs(std::string const& names);

}  // namespace hapmill
