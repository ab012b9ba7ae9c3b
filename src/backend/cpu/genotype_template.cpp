#include "backend/cpu/genotype_template.hpp"

namespace hapmill::cpu {

void GenotypeTemplate::build_table(RowPlan const& plan, std::string_view contig) {
  text_.clear();
  places_.clear();
  auto const put = [this](std::string_view text) {
    text_.insert(text_.end(), text.begin(), text.end());
  };
  auto const put_place = [this] {
    places_.push_back(static_cast<std::uint32_t>(text_.size()));
    text_.push_back('\0');
  };
  for (auto const& sample : plan.samples) {
    put("\t");
    put(plan.pi_prefix);
    put(contig);
    put("\t");
    put_place();
    if (sample.columns.second == SampleColumns::none) continue;
    put("|");
    put_place();
  }
  put("\n");
  size_ = text_.size();
  if (block_bytes_ != 0) cut_into_blocks();
}

void GenotypeTemplate::cut_into_blocks() {
  std::size_t const block_count = (size_ + block_bytes_ - 1) / block_bytes_;
  text_.resize(block_count * block_bytes_);
  first_allele_.assign(block_count, 0);
  shuffle_.assign(block_count * block_bytes_, 0x80);
  std::size_t allele = 0;
  for (std::size_t block = 0; block < block_count; ++block) {
    std::size_t const first = allele;
    while (allele < places_.size() && places_[allele] < (block + 1) * block_bytes_) ++allele;
    // A load that lies in one vector of alleles just stored gets it without waiting for the cache.
    std::size_t const aligned = first / block_bytes_ * block_bytes_;
    std::size_t const source = allele <= aligned + block_bytes_ ? aligned : first;
    first_allele_[block] = static_cast<std::uint32_t>(source);
    for (std::size_t k = first; k < allele; ++k) {
      shuffle_[places_[k]] = static_cast<std::uint8_t>(k - source);
    }
  }
}

}  // namespace hapmill::cpu
