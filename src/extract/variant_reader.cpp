#include "extract/variant_reader.hpp"

#include <htslib/bgzf.h>
#include <htslib/hfile.h>
#include <htslib/hts.h>
#include <htslib/hts_log.h>
#include <htslib/kseq.h>
#include <htslib/kstring.h>
#include <htslib/vcf.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string_view>
#include <utility>

#include "bytes/stream_pump.hpp"
#include "bytes/text_lines.hpp"
#include "extract/variant_line.hpp"
#include "hapmill/support/errors.hpp"
#include "support/file_descriptor.hpp"
#include "support/interrupt.hpp"

namespace hapmill {

namespace {

struct CloseFile {
  void operator()(htsFile* file) const { ::hts_close(file); }
};
struct DestroyHeader {
  void operator()(bcf_hdr_t* header) const { ::bcf_hdr_destroy(header); }
};
struct DestroyRecord {
  void operator()(bcf1_t* record) const { ::bcf_destroy(record); }
};

/// Returns what is wrong with a line, from the error flags of htslib.
char const* reason_of(int errcode) {
  if ((errcode & BCF_ERR_NCOLS) != 0) return "the number of columns differs from the header";
  if ((errcode & BCF_ERR_LIMITS) != 0) return "a number is out of range";
  if ((errcode & BCF_ERR_CHAR) != 0) return "it has a byte that is not allowed there";
  if ((errcode & BCF_ERR_CTG_INVALID) != 0) return "CHROM is not a valid contig name";
  if ((errcode & BCF_ERR_TAG_INVALID) != 0) return "it has an invalid tag";
  return "htslib cannot read it";
}

/// Makes checks of a VCF line that htslib does not make. Returns what is wrong, or nothing.
std::string check_line(std::string_view line, std::size_t sample_count) {
  auto const tabs = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t'));
  constexpr std::size_t fixed_columns = 9;
  if (tabs + 1 != fixed_columns + sample_count) return reason_of(BCF_ERR_NCOLS);
  auto const chrom_size = line.find('\t');
  auto const pos_end = line.find('\t', chrom_size + 1);
  auto const pos = line.substr(chrom_size + 1, pos_end - chrom_size - 1);
  std::uint64_t value = 0;
  auto const [stop, error] = std::from_chars(pos.data(), pos.data() + pos.size(), value);
  if (error == std::errc{} && stop == pos.data() + pos.size() && !pos.empty()) return {};
  return "POS is not a number (found " + quoted(pos) + ")";
}

}  // namespace

class VariantReader::Hts {
 public:
  Hts(InputFile& input, SampleSelection const& selection, std::size_t thread_count)
      : input_{input} {
    ::hts_set_log_level(HTS_LOG_OFF);  // this program writes its own messages
    open(thread_count);
    read_header();
    select(selection);
    record_.reset(::bcf_init());
    if (record_ == nullptr) throw std::bad_alloc{};
    record_->max_unpack = BCF_UN_STR | BCF_UN_FMT;
  }
  ~Hts() {
    ::free(line_.s);
    file_.reset();  // before the pump, which waits until the file is closed
  }
  Hts(Hts const&) = delete;
  Hts& operator=(Hts const&) = delete;

  std::vector<VariantSample> const& samples() const { return samples_; }
  std::string const& complaint() const { return complaint_; }

  Status next(VariantRecord& record) { return is_bcf() ? next_bcf(record) : next_line(record); }

  std::string place() const {
    return is_bcf() ? fmt::format("{}: record {}", input_.name(), record_number_)
                    : fmt::format("{}:{}", input_.name(), file_->lineno);
  }

  std::uint64_t bytes() const {
    if (pump_ != nullptr) return pump_->bytes();
    auto const at = ::lseek(input_.descriptor(), 0, SEEK_CUR);
    return at < 0 ? 0 : static_cast<std::uint64_t>(at);
  }

 private:
  bool is_bcf() const { return file_->format.format == bcf; }

  void open(std::size_t thread_count) {
    FileDescriptor descriptor;
    if (input_.is_regular()) {
      descriptor = duplicate_file(input_.descriptor());
    } else {
      pump_ = std::make_unique<StreamPump>(input_.descriptor());
      descriptor = pump_->take_read_end();
    }
    hFILE* const bytes = descriptor.is_open() ? ::hdopen(descriptor.number(), "r") : nullptr;
    if (bytes == nullptr) {
      throw InputError{"cannot open " + input_.name() + ": " + std::strerror(errno)};
    }
    descriptor.release();  // htslib closes it
    // Beside the name that it is given htslib looks for an index, to take contigs from it.
    file_.reset(::hts_hopen(bytes, "/dev/null", "r"));
    check_stream();
    if (file_ == nullptr) {
      // If htslib cannot open a stream, its caller still has to close it.
      ::hclose_abruptly(bytes);
      fail_format("");
    }
    if (thread_count > 1 && file_->format.compression == bgzf &&
        ::hts_set_threads(file_.get(), static_cast<int>(thread_count - 1)) != 0) {
      throw UsageError{fmt::format(
          "cannot start {} threads; choose a smaller number with --threads", thread_count)};
    }
  }

  void read_header() {
    if (file_->format.format != vcf && file_->format.format != bcf) {
      char* const description = ::hts_format_description(&file_->format);
      std::string const found = description == nullptr ? "" : description;
      ::free(description);
      fail_format(found);
    }
    header_.reset(::bcf_hdr_read(file_.get()));
    check_stream();
    check_blocks();
    if (header_ == nullptr) {
      throw InputError{input_.name() +
                       ": the header cannot be read: it is truncated, names a sample twice, or has "
                       "an invalid #CHROM line"};
    }
    if (bcf_hdr_nsamples(header_.get()) == 0) {
      throw InputError{input_.name() + " has no samples, so there is nothing to extract"};
    }
  }

  void select(SampleSelection const& selection) {
    auto const count = static_cast<std::size_t>(bcf_hdr_nsamples(header_.get()));
    for (std::size_t k = 0; k < count; ++k) samples_.push_back({header_->samples[k], k});
    sample_count_ = count;
    if (selection.names.empty()) return;
    std::set<std::string_view> seen;
    std::vector<VariantSample> selected;
    for (auto const& name : selection.names) {
      auto const found = std::find_if(samples_.begin(), samples_.end(),
                                      [&](auto const& sample) { return sample.name == name; });
      if (found == samples_.end()) {
        throw InputError{input_.name() + " has no sample " + quoted(name)};
      }
      if (!seen.insert(name).second) {
        throw UsageError{"sample " + quoted(name) + " is selected twice"};
      }
      selected.push_back(*found);
    }
    if (selection.is_exclusion) {
      std::erase_if(samples_, [&](auto const& sample) { return seen.contains(sample.name); });
      if (samples_.empty()) throw UsageError{"no sample is left to extract"};
    } else {
      samples_ = std::move(selected);
    }
  }

  Status next_bcf(VariantRecord& record) {
    ++record_number_;
    int const result = ::bcf_read(file_.get(), header_.get(), record_.get());
    check_stream();
    if (result < -1) fail_corrupt();
    if (result < 0) {
      check_blocks();
      return Status::end;
    }
    take(record);
    return Status::record;
  }

  Status next_line(VariantRecord& record) {
    int const result = ::hts_getline(file_.get(), KS_SEP_LINE, &line_);
    check_stream();
    if (result < -1) fail_corrupt();
    check_blocks();  // the line may be incomplete because the file is truncated
    if (result < 0) return Status::end;
    std::string_view const line{line_.s, line_.l};
    if (line_reader_.read(line, sample_count_, record)) return Status::record;
    complaint_ = check_line(line, sample_count_);
    if (!complaint_.empty()) return Status::malformed;
    ::bcf_clear(record_.get());
    if (::vcf_parse(&line_, header_.get(), record_.get()) != 0) {
      complaint_ = reason_of(record_->errcode);
      return Status::malformed;
    }
    take(record);
    return Status::record;
  }

  void take(VariantRecord& record) {
    if (::bcf_unpack(record_.get(), BCF_UN_STR | BCF_UN_FMT) != 0) fail_corrupt();
    record.contig = ::bcf_seqname_safe(header_.get(), record_.get());
    record.pos = record_->pos + 1;
    record.alleles.clear();
    for (std::uint32_t k = 0; k < record_->n_allele; ++k) {
      record.alleles.emplace_back(record_->d.allele[k]);
    }
    record.genotypes = genotypes();
  }

  GenotypeCodes genotypes() {
    // A header without GT gets it with the first record that has it.
    if (gt_id_ < 0) gt_id_ = ::bcf_hdr_id2int(header_.get(), BCF_DT_ID, "GT");
    auto const* const gt = gt_id_ < 0 ? nullptr : ::bcf_get_fmt_id(record_.get(), gt_id_);
    if (gt == nullptr || gt->p == nullptr || gt->n <= 0) return {};
    GenotypeCodes codes{.data = gt->p, .per_sample = static_cast<std::size_t>(gt->n)};
    switch (gt->type) {
      case BCF_BT_INT8:
        codes.code_bytes = 1;
        return codes;
      case BCF_BT_INT16:
        codes.code_bytes = 2;
        return codes;
      case BCF_BT_INT32:
        codes.code_bytes = 4;
        return codes;
      default:
        return {};
    }
  }

  /// Throws if a stream ended because of a signal or a failed read.
  void check_stream() const {
    check_interrupt();
    if (pump_ != nullptr && pump_->error() != 0) {
      throw InputError{"cannot read " + input_.name() + ": " + std::strerror(pump_->error())};
    }
  }

  void check_blocks() const {
    if (file_->format.compression == no_compression) return;
    if (file_->fp.bgzf->errcode != 0) fail_corrupt();
    // htslib reports a truncated gzip file as an error. A BGZF file that is truncated between two
    // blocks lacks only its last block, for which htslib looks at the end of the file.
    if (file_->format.compression == bgzf && file_->fp.bgzf->no_eof_block != 0) {
      throw InputError{
          input_.name() +
          " is truncated: the last block of a BGZF file is missing; fetch or write it again"};
    }
  }

  [[noreturn]] void fail_corrupt() const {
    input_.check_unchanged();
    // The message has no place, because how far htslib has read depends on its threads.
    throw InputError{input_.name() +
                     " is corrupt or truncated (htslib cannot read on); fetch or write it again"};
  }

  [[noreturn]] void fail_format(std::string const& found) const {
    throw InputError{fmt::format("{} is neither VCF nor BCF{}", input_.name(),
                                 found.empty() ? "" : " (htslib detects: " + found + ")")};
  }

  InputFile& input_;
  std::unique_ptr<StreamPump> pump_;
  std::unique_ptr<htsFile, CloseFile> file_;
  std::unique_ptr<bcf_hdr_t, DestroyHeader> header_;
  std::unique_ptr<bcf1_t, DestroyRecord> record_;
  kstring_t line_{0, 0, nullptr};
  std::vector<VariantSample> samples_;
  std::string complaint_;
  std::uint64_t record_number_ = 0;
  std::size_t sample_count_ = 0;  ///< samples of the file
  VariantLineReader line_reader_;
  int gt_id_ = -1;
};

VariantReader::VariantReader(InputFile& input, SampleSelection const& selection,
                             std::size_t thread_count)
    : hts_{std::make_unique<Hts>(input, selection, thread_count)} {}
VariantReader::~VariantReader() = default;
std::vector<VariantSample> const& VariantReader::samples() const { return hts_->samples(); }
VariantReader::Status VariantReader::next(VariantRecord& record) { return hts_->next(record); }
std::string const& VariantReader::complaint() const { return hts_->complaint(); }
std::string VariantReader::place() const { return hts_->place(); }
std::uint64_t VariantReader::bytes() const { return hts_->bytes(); }

}  // namespace hapmill
