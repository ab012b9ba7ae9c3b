#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// The genotype part of a record: bytes that are the same for every site of a contig, with one
/// place for each printed allele. Built once a contig, expanded once a record.
///
/// For vector code it is cut into blocks. Byte i of block b is allele
/// first_allele[b] + shuffle[b * block_bytes + i] where that shuffle is below block_bytes, else
/// text[b * block_bytes + i].
class GenotypeTemplate {
 public:
  explicit GenotypeTemplate(std::uint32_t block_bytes) : block_bytes_{block_bytes} {}

  /// `<tab>PI<tab>A|B` for each sample and a newline at the end.
  void build_table(RowPlan const& plan, std::string_view contig);

  /// `<tab>A|B` for each sample, with `:PS` where records have it, and a newline at the end.
  void build_vcf(RowPlan const& plan, std::uint32_t phase_set);
  /// GT of all samples with its key and type, then PS where records have it.
  void build_bcf(RowPlan const& plan, std::uint32_t phase_set);

  std::size_t size() const { return size_; }
  std::size_t block_count() const { return first_allele_.size(); }
  std::uint32_t const* first_allele() const { return first_allele_.data(); }
  std::uint8_t const* shuffle() const { return shuffle_.data(); }
  /// Zero where an allele goes; padded to whole blocks.
  char const* text() const { return text_.data(); }
  /// [alleles] where each goes.
  std::vector<std::uint32_t> const& places() const { return places_; }

 private:
  void clear();
  void put(std::string_view text) { text_.insert(text_.end(), text.begin(), text.end()); }
  void put_place();
  void finish();
  void cut_into_blocks();

  std::uint32_t block_bytes_;
  std::size_t size_ = 0;
  std::vector<char> text_;
  std::vector<std::uint32_t> places_;
  std::vector<std::uint32_t> first_allele_;
  std::vector<std::uint8_t> shuffle_;
};

}  // namespace hapmill::cpu
