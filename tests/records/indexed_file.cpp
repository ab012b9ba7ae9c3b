#include "records/indexed_file.hpp"

#include "support/temporary_folder.hpp"

#include <htslib/bgzf.h>
#include <htslib/kstring.h>
#include <htslib/tbx.h>
#include <htslib/vcf.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace hapmill::test {
namespace {

void expect(bool holds, char const* what) {
  if (!holds) throw std::runtime_error{what};
}

std::string vcf_header(SiteFile const& file) {
  std::string text =
      "##fileformat=VCFv4.2\n##FILTER=<ID=PASS,Description=\"All filters passed\">\n";
  text += "##INFO=<ID=X,Number=1,Type=String,Description=\"Padding\">\n";
  for (auto const& contig : file.contigs) {
    text += "##contig=<ID=" + contig.name;
    if (contig.length != 0) text += ",length=" + std::to_string(contig.length);
    text += ">\n";
  }
  return text + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
}

std::string vcf_line(SiteFile const& file, Site const& site) {
  std::string const info = site.padding == 0 ? "." : "X=" + std::string(site.padding, 'x');
  return file.contigs[site.contig].name + '\t' + std::to_string(site.pos) + "\t.\t" + site.ref +
         "\t*\t.\tPASS\t" + info + '\n';
}

std::string name_site(std::string const& contig, std::int64_t pos, std::string const& ref) {
  return contig + ':' + std::to_string(pos) + ':' + ref;
}

/// Returns the header and records of a VCF as htslib writes them in BCF.
RecordStream make_bcf_stream(std::string const& vcf) {
  TemporaryFolder const folder;
  write_by_htslib(RecordKind::bcf, false, vcf, folder.file("t.bcf"));
  std::string const bcf = read_bgzf(folder.file("t.bcf"));
  std::uint32_t text_size = 0;
  for (std::size_t k = 4; k-- > 0;) {
    text_size = text_size << 8 | static_cast<unsigned char>(bcf.at(5 + k));
  }
  RecordStream stream;
  stream.kind = RecordKind::bcf;
  stream.header = bcf.substr(0, 9 + text_size);
  char const* const end = bcf.data() + bcf.size();
  for (char const* record_begin = bcf.data() + stream.header.size(); record_begin != end;) {
    char const* const record_end = find_record_end(RecordKind::bcf, record_begin, end);
    stream.records.emplace_back(record_begin, record_end);
    record_begin = record_end;
  }
  return stream;
}

}  // namespace

SiteFile make_random_sites(RecordKind kind, std::uint64_t seed) {
  Random random{seed};
  SiteFile file;
  file.kind = kind;
  std::size_t const contig_count = random.between(1, 6);
  bool const has_lengths = random.one_in(2);
  for (std::size_t k = 0; k < contig_count; ++k) {
    std::uint64_t const length =
        random.pick(std::vector<std::uint64_t>{5'000, 3'000'000, 400'000'000});
    file.contigs.push_back({"c" + std::to_string(k), has_lengths ? length : 0});
    if (random.one_in(4)) continue;  // a contig without sites
    std::vector<std::int64_t> positions;
    for (std::uint64_t left = random.between(1, 700); left > 0; --left) {
      positions.push_back(static_cast<std::int64_t>(random.between(1, length - 200)));
      if (random.one_in(20)) positions.push_back(positions.back());
    }
    std::sort(positions.begin(), positions.end());
    if (random.one_in(2)) file.segments.push_back(file.sites.size());
    for (auto const pos : positions) {
      Site site{k, pos, std::string(random.one_in(10) ? random.between(2, 150) : 1, 'A'), 0};
      if (random.one_in(3)) site.padding = random.between(1, 4'000);
      if (random.one_in(300)) site.padding = random.between(60'000, 200'000);
      if (random.one_in(100)) file.segments.push_back(file.sites.size());
      file.sites.push_back(site);
    }
  }
  return file;
}

void write_by_htslib(RecordKind kind, bool has_index, std::string const& vcf,
                     std::string const& path) {
  TemporaryFolder const folder;  // htslib looks for an index next to the file that it reads
  write_text(folder.path() / "t.vcf", vcf);
  htsFile* const in = ::hts_open(folder.file("t.vcf").c_str(), "r");
  htsFile* const out = ::hts_open(path.c_str(), kind == RecordKind::bcf ? "wb1" : "wz1");
  bcf_hdr_t* const header = ::bcf_hdr_read(in);
  expect(header != nullptr && ::bcf_hdr_write(out, header) == 0, "a header");
  std::string const index = path + ".csi";
  expect(!has_index || ::bcf_idx_init(out, header, 14, index.c_str()) == 0, "an index");
  bcf1_t* const record = ::bcf_init();
  while (::bcf_read(in, header, record) == 0) {
    expect(::bcf_write(out, header, record) == 0, "a record");
  }
  expect(!has_index || ::bcf_idx_save(out) == 0, "an index");
  ::bcf_destroy(record);
  ::bcf_hdr_destroy(header);
  expect(::hts_close(in) == 0 && ::hts_close(out) == 0, "a file");
}

RecordStream make_stream(SiteFile const& file) {
  RecordStream stream;
  stream.kind = RecordKind::vcf;
  stream.header = vcf_header(file);
  for (auto const& site : file.sites) stream.records.push_back(vcf_line(file, site));
  if (file.kind == RecordKind::bcf) stream = make_bcf_stream(stream.header + join(stream.records));
  stream.segments = file.segments;
  return stream;
}

std::vector<std::string> scan_region(SiteFile const& file, std::size_t contig, std::int64_t begin,
                                     std::int64_t end) {
  std::vector<std::string> found;
  for (auto const& site : file.sites) {
    std::int64_t const site_end = site.pos - 1 + static_cast<std::int64_t>(site.ref.size());
    if (site.contig == contig && site.pos - 1 < end && site_end > begin) {
      found.push_back(name_site(file.contigs[contig].name, site.pos, site.ref));
    }
  }
  return found;
}

struct IndexedReader::Files {
  htsFile* in = nullptr;
  bcf_hdr_t* header = nullptr;
  tbx_t* tabix = nullptr;
  hts_idx_t* index = nullptr;
  bcf1_t* record = ::bcf_init();
};

IndexedReader::IndexedReader(RecordKind kind, std::string const& path,
                             std::string const& index_path)
    : files_{new Files} {
  files_->in = ::hts_open(path.c_str(), "r");
  files_->header = ::bcf_hdr_read(files_->in);
  expect(files_->header != nullptr, "a header");
  if (kind == RecordKind::vcf) {
    files_->tabix = ::tbx_index_load2(path.c_str(), index_path.c_str());
  } else {
    files_->index = ::bcf_index_load2(path.c_str(), index_path.c_str());
  }
  expect(files_->tabix != nullptr || files_->index != nullptr, "an index");
}

IndexedReader::~IndexedReader() {
  ::bcf_destroy(files_->record);
  if (files_->tabix != nullptr) ::tbx_destroy(files_->tabix);
  if (files_->index != nullptr) ::hts_idx_destroy(files_->index);
  ::bcf_hdr_destroy(files_->header);
  ::hts_close(files_->in);
  delete files_;
}

std::vector<std::string> IndexedReader::read_region(std::string const& contig, std::int64_t begin,
                                                    std::int64_t end) {
  std::vector<std::string> found;
  auto const add = [&] {
    ::bcf_unpack(files_->record, BCF_UN_STR);
    found.push_back(name_site(::bcf_seqname(files_->header, files_->record),
                              files_->record->pos + 1, files_->record->d.allele[0]));
  };
  if (files_->tabix == nullptr) {
    int const id = ::bcf_hdr_name2id(files_->header, contig.c_str());
    hts_itr_t* const region = ::bcf_itr_queryi(files_->index, id, begin, end);
    while (::bcf_itr_next(files_->in, region, files_->record) >= 0) add();
    ::hts_itr_destroy(region);
    return found;
  }
  int const id = ::tbx_name2id(files_->tabix, contig.c_str());
  if (id < 0) return found;  // the contig has no record
  hts_itr_t* const region = ::tbx_itr_queryi(files_->tabix, id, begin, end);
  kstring_t line{0, 0, nullptr};
  while (::tbx_itr_next(files_->in, files_->tabix, region, &line) >= 0) {
    expect(::vcf_parse(&line, files_->header, files_->record) == 0, "a line");
    add();
  }
  ::hts_itr_destroy(region);
  ::free(line.s);
  return found;
}

std::string index_by_htslib(RecordKind kind, IndexFormat format, std::string const& path,
                            std::string const& index_path) {
  int const bin_bits = format == IndexFormat::tbi ? 0 : 14;
  int const fault =
      kind == RecordKind::vcf
          ? ::tbx_index_build2(path.c_str(), index_path.c_str(), bin_bits, &::tbx_conf_vcf)
          : ::bcf_index_build2(path.c_str(), index_path.c_str(), bin_bits);
  expect(fault == 0, "no index by htslib");
  return read_text(index_path);
}

std::string read_bgzf(std::string const& path) {
  BGZF* const in = ::bgzf_open(path.c_str(), "r");
  expect(in != nullptr, "no BGZF file");
  std::string text;
  char buffer[10'000];
  ssize_t count = 0;
  while ((count = ::bgzf_read(in, buffer, sizeof buffer)) > 0) {
    text.append(buffer, static_cast<std::size_t>(count));
  }
  expect(count == 0 && ::bgzf_check_EOF(in) == 1, "a BGZF file that does not end");
  ::bgzf_close(in);
  return text;
}

}  // namespace hapmill::test
