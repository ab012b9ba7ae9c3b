#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "hapmill/model/row_plan.hpp"

namespace hapmill::cpu {

/// The genotype part of a record: bytes that are the same for every site of a contig, with a place
/// for each printed allele. It is built once per contig and filled in once per record.
///
/// For vector code it is divided into blocks. Byte i of block b is allele first_allele[b] +
/// shuffle[b * block_bytes + i] if that shuffle is below block_bytes, else text[b * block_bytes +
/// i].
class GenotypeTemplate {
 public:
  /// A `block_bytes` of 0 makes a template without blocks.
  explicit GenotypeTemplate(std::uint32_t block_bytes) : block_bytes_{block_bytes} {}

  /// Builds `<tab>PI<tab>A|B` for each sample and a newline at the end.
  void build_table(RowPlan const& plan, std::string_view contig);

  /// Builds `<tab>A|B` for each sample, with `:PS` if the plan has it, and a newline at the end.
  void build_vcf(RowPlan const& plan, std::uint32_t phase_set);
  /// Builds GT of all samples with its key and type, then PS if the plan has it.
  void build_bcf(RowPlan const& plan, std::uint32_t phase_set);

  /// Bytes of the genotype part.
  std::size_t size() const { return size_; }
  std::size_t block_count() const { return first_allele_.size(); }
  std::uint32_t const* first_allele() const { return first_allele_.data(); }
  std::uint8_t const* shuffle() const { return shuffle_.data(); }
  /// [size, padded to whole blocks] the constant bytes; 0 at the place of an allele.
  char const* text() const { return text_.data(); }
  /// [alleles] the place of each, in bytes.
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
