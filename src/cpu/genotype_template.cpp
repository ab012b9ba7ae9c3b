#include "cpu/genotype_template.hpp"

#include <string>

#include "hapmill/model/bcf_record.hpp"

namespace hapmill::cpu {

void GenotypeTemplate::clear() {
  text_.clear();
  places_.clear();
}

void GenotypeTemplate::put_place() {
  places_.push_back(static_cast<std::uint32_t>(text_.size()));
  text_.push_back('\0');
}

void GenotypeTemplate::finish() {
  size_ = text_.size();
  if (block_bytes_ != 0) cut_into_blocks();
}

void GenotypeTemplate::build_table(RowPlan const& plan, std::string_view contig) {
  clear();
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
  finish();
}

void GenotypeTemplate::build_vcf(RowPlan const& plan, std::uint32_t phase_set) {
  clear();
  std::string const set = plan.has_phase_set ? ":" + std::to_string(phase_set) : "";
  for (auto const& sample : plan.samples) {
    put("\t");
    put_place();
    if (sample.columns.second != SampleColumns::none) {
      put(plan.phase.is_unphased ? "/" : "|");
      put_place();
    }
    put(set);
  }
  put("\n");
  finish();
}

void GenotypeTemplate::build_bcf(RowPlan const& plan, std::uint32_t phase_set) {
  clear();
  if (plan.samples.empty()) return finish();
  auto const put_key = [this](VcfKey key, bcf_record::Type type, std::uint32_t count) {
    char bytes[8];
    auto const size = bcf_record::put_type(bytes, bcf_record::put_key(bytes, 0, key), type, count);
    put({bytes, size});
  };
  auto const ploidy_of_record = ploidy(plan);
  put_key(VcfKey::gt, bcf_record::Type::int8, ploidy_of_record);
  for (auto const& sample : plan.samples) {
    put_place();
    if (sample.columns.second != SampleColumns::none) {
      put_place();
    } else if (ploidy_of_record == 2) {
      put("\x81");
    }
  }
  if (plan.has_phase_set) {
    auto const type = bcf_record::type_of(phase_set);
    put_key(VcfKey::ps, type, 1);
    char bytes[4];
    auto const size = put_little_endian(bytes, 0, phase_set, bcf_record::size_of(type));
    for (std::size_t k = 0; k < plan.samples.size(); ++k) put({bytes, size});
  }
  finish();
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
    // A load from a single vector that was just stored does not have to wait for the cache.
    std::size_t const aligned = first / block_bytes_ * block_bytes_;
    std::size_t const source = allele <= aligned + block_bytes_ ? aligned : first;
    first_allele_[block] = static_cast<std::uint32_t>(source);
    for (std::size_t k = first; k < allele; ++k) {
      shuffle_[places_[k]] = static_cast<std::uint8_t>(k - source);
    }
  }
}

}  // namespace hapmill::cpu
