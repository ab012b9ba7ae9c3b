#include "records/vcf_header.hpp"

#include <fmt/format.h>
#include <htslib/hts_log.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>

#include <memory>
#include <new>
#include <stdexcept>
#include <unordered_set>

#include "bytes/text_lines.hpp"
#include "hapmill/model/record_format.hpp"
#include "hapmill/support/errors.hpp"
#include "hapmill/version.hpp"

namespace hapmill {

namespace {

constexpr char const* info_lines[] = {
    "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Allele count in genotypes, for each ALT "
    "allele\">",
    "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Total number of alleles in called "
    "genotypes\">",
    "##INFO=<ID=NS,Number=1,Type=Integer,Description=\"Number of samples with data\">",
    "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">",
};
constexpr char const* phase_set_line =
    "##FORMAT=<ID=PS,Number=1,Type=Integer,Description=\"Phase set: POS of the contig's first row "
    "in the matrix\">";

struct HeaderEnd {
  void operator()(bcf_hdr_t* header) const { bcf_hdr_destroy(header); }
};

class HeaderMaker {
 public:
  HeaderMaker() : header_{bcf_hdr_init("w")} {
    if (!header_) throw std::bad_alloc{};
    bcf_hdr_set_version(header_.get(), "VCFv4.2");
  }

  void append(std::string const& line) { must(bcf_hdr_append(header_.get(), line.c_str())); }
  void add_sample(std::string const& name) {
    must(bcf_hdr_add_sample(header_.get(), name.c_str()));
  }

  std::string text(bool for_bcf) {
    must(bcf_hdr_sync(header_.get()));
    if (for_bcf) check_keys();
    kstring_t text{0, 0, nullptr};
    int const status = bcf_hdr_format(header_.get(), for_bcf ? 1 : 0, &text);
    std::string result{text.s == nullptr ? "" : text.s, text.l};
    ks_free(&text);
    must(status);
    return result;
  }

 private:
  /// Records name these by number.
  void check_keys() const {
    constexpr std::pair<char const*, VcfKey> keys[] = {{"PASS", VcfKey::pass},
                                                       {"AC", VcfKey::ac},
                                                       {"AN", VcfKey::an},
                                                       {"NS", VcfKey::ns},
                                                       {"GT", VcfKey::gt}};
    for (auto const& [name, key] : keys) {
      must(bcf_hdr_id2int(header_.get(), BCF_DT_ID, name) == static_cast<int>(key) ? 0 : -1);
    }
    int const phase_set = bcf_hdr_id2int(header_.get(), BCF_DT_ID, "PS");
    must(phase_set < 0 || phase_set == static_cast<int>(VcfKey::ps) ? 0 : -1);
  }

  static void must(int status) {
    if (status < 0) throw std::runtime_error{"htslib does not take the VCF header"};
  }

  std::unique_ptr<bcf_hdr_t, HeaderEnd> header_;
};

/// What stands before the header's text in BCF (VCFv4.3, 6.2): magic and the text's size.
std::string bcf_prefix(std::size_t text_bytes) {
  std::string prefix{"BCF\2\2"};
  for (unsigned shift = 0; shift < 32; shift += 8) {
    prefix.push_back(static_cast<char>(text_bytes >> shift & 0xFF));
  }
  return prefix;
}

}  // namespace

void check_vcf_samples(RowPlan const& plan) {
  std::unordered_set<std::string_view> names;
  for (auto const& sample : plan.samples) {
    if (sample.name.empty()) throw InputError{"a sample without a name, which VCF does not allow"};
    if (!names.insert(sample.name).second) {
      throw InputError{fmt::format(
          "two samples are called {}, which VCF does not allow: name them apart with --pairs FILE",
          quoted(sample.name))};
    }
    for (char const byte : sample.name) {
      if (!is_control(byte)) continue;
      throw InputError{fmt::format(
          "the sample's name {} holds a control byte, which VCF does not allow: give it another "
          "with --pairs FILE",
          quoted(sample.name))};
    }
  }
}

std::string vcf_header(RowPlan const& plan, ContigList const& contigs, std::string const& command) {
  hts_set_log_level(HTS_LOG_OFF);
  HeaderMaker header;
  if (!command.empty()) {
    header.append(fmt::format("##source=hapmill {}", version));
    header.append("##hapmillCommand=" + command);
  }
  for (auto const& line : plan.meta_lines) header.append(line);
  for (auto const& contig : contigs.contigs()) {
    std::string const length =
        contig.length == max_pos ? "" : fmt::format(",length={}", contig.length);
    header.append(fmt::format("##contig=<ID={}{}>", contig.name, length));
  }
  for (auto const* line : info_lines) header.append(line);
  if (plan.has_phase_set) header.append(phase_set_line);
  for (auto const& sample : plan.samples) header.add_sample(sample.name);
  bool const for_bcf = plan.kind == RecordKind::bcf;
  std::string text = header.text(for_bcf);
  if (!for_bcf) return text;
  text.push_back('\0');
  return bcf_prefix(text.size()) + text;
}

}  // namespace hapmill
