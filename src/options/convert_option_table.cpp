#include "options/convert_option_table.hpp"

#include <fmt/format.h>

#include <string_view>

#include "options/planner.hpp"

namespace hapmill {

namespace {

using O = ConvertOptions;
using option_group::input, option_group::samples, option_group::sites, option_group::records,
    option_group::output, option_group::machine, option_group::parts;

std::string mebibytes(std::uint64_t bytes) { return fmt::format("{}M", bytes >> 20); }
std::string kibibytes(std::uint64_t bytes) { return fmt::format("{}K", bytes >> 10); }

// The order within a group is also the order of options in the command of a VCF header.
ConvertOption const table[] = {
    {input, "input-format", "WORD", &O::input_format,
     "The kind of rows: matrix (CHROM POS REF, then one cell per haplotype), diploid (CHROM POS "
     "REF, then A|T or A/T per sample, as `bcftools query` prints %TGT), hapmap (TASSEL's "
     ".hmp.txt)"},
    {input, "reference", "FILE", &O::reference,
     "Indexed FASTA file (FILE.fai beside it). HapMap: take REF from it (default: the first "
     "allele of the alleles column). Other formats: compare REF with it, see --check-ref"},
    {input, "check-ref", "WORD", &O::check_ref,
     "Where REF differs from --reference: warn (count the rows), error (reject the row) (default: "
     "warn)"},
    {input, "header", "FILE", &O::header,
     "Take the names of all columns from this file, one line in the form of a header row"},
    {input, "column-names", "FILE", &O::column_names,
     "Take the names of the haplotype columns of a matrix without a header from this file, one "
     "name per line; only the first field of a CSV or TSV line is used"},
    {input, "delimiter", "BYTE|WORD", &O::delimiter,
     "The byte that separates fields, or spaces: one or more spaces (default: TAB)"},
    {input, "columns", "LIST", &O::columns,
     "The columns that hold no cells, counted from 1: chrom=N, pos=N, ref=N, alt=N (the column "
     "that lists the alternate alleles), skip=N or skip=N:M (columns to ignore); all other columns "
     "hold cells (default: chrom=1,pos=2,ref=3)"},
    {input, "cell-columns", "LIST", &O::cell_columns,
     "The columns that each haplotype has, in order, out of call, quality and skip, as in "
     "call,quality (default: call)"},
    {input, "min-quality", "N", &O::min_quality,
     "Read a call with a lower quality as missing (default: read all calls)"},
    {input, "missing-code", "TEXT", &O::missing_codes,
     "The text of a missing cell; may be repeated (default: N; . for diploid, N and X for hapmap)"},
    {input, "deletion-code", "TEXT", &O::deletion_code,
     "The text of a cell that is a deletion (default: -)"},
    {input, "fold-case", "WORD", &O::fold_case,
     "Read lower-case alleles as upper case: on, off (default: off; on for VCF/BCF)"},
    {input, "unphased", "WORD", &O::unphased,
     "For the haplotype table, with --input-format diploid or hapmap: what to do with an unphased "
     "pair of two alleles: error (reject the row), as-is (keep the order of the alleles), missing "
     "(both alleles) (default: error)"},
    {input, "r,regions", "LIST", &O::regions,
     "Convert only rows in these regions, separated by commas: CONTIG, CONTIG:POS or "
     "CONTIG:FIRST-LAST (default: all rows)"},
    {input, "R,regions-file", "FILE", &O::regions_file,
     "Convert only rows in the regions of this file: BED if its name ends in .bed, else lines of "
     "contig, first and last position (default: all rows)"},
    {input, "on-bad-row", "WORD", &O::on_bad_row,
     "What to do with a malformed row: error (stop), skip (leave it out and count it)"},

    {samples, "pairs", "WORD|FILE", &O::pairs,
     "Which columns form a sample: auto (two names that differ only in a final a/b, A/B, _1/_2 or "
     ".1/.2), adjacent (each two neighbours), self (each column twice), none (each column is a "
     "haploid sample), or a FILE of lines `name<TAB>first column<TAB>second column`"},
    {samples, "unpaired", "WORD", &O::unpaired,
     "What to do with columns that are in no pair: skip (leave them out), haploid (make each a "
     "haploid sample)"},
    {samples, "s,samples", "LIST", &O::samples,
     "Write only these samples, in this order: names separated by commas; ^ before the list: all "
     "samples but these"},
    {samples, "S,samples-file", "FILE", &O::samples_file,
     "Take the list of --samples from this file, one name per line; ^FILE: all samples but those"},
    {samples, "rename", "FILE", &O::rename,
     "Rename samples in the output, by a file of lines `name<TAB>new name`"},
    {samples, "alt-from", "WORD", &O::alt_from,
     "The columns whose alleles make ALT and decide whether a site is variant: all, printed (those "
     "of the samples written) (default: all; printed for VCF/BCF and where samples are chosen)"},

    {sites, "m,min-alleles", "N", &O::min_alleles,
     "Leave out sites with fewer alleles, counting REF and ALT (default: 2)"},
    {sites, "M,max-alleles", "N", &O::max_alleles,
     "Leave out sites with more alleles, counting REF and ALT (default: no limit)"},
    {sites, "snps-only", "", &O::snps_only,
     "Leave out sites where REF or an ALT is not one of A, C, G, T and N"},
    {sites, "c,min-ac", "N", &O::min_ac,
     "Leave out sites where the samples written have fewer alleles other than REF (default: 0)"},
    {sites, "max-missing-rate", "RATE", &O::max_missing_rate,
     "Leave out sites where a larger share of the alleles of the samples written is missing, from "
     "0 to 1 (default: 1)"},

    {records, "table-style", "WORD", &O::table_style,
     "Layout of the haplotype table: panel-v1, panel, phase or vcf-simplify (default: panel-v1)"},
    {records, "missing", "WORD", &O::missing,
     "How to write a missing allele: ref (as REF), keep (its code), dot (default: ref; dot for "
     "phase, vcf-simplify and VCF/BCF)"},
    {records, "deletion", "WORD", &O::deletion,
     "How to write a deletion: ref (as REF), keep (its code), star (as *), missing (as a missing "
     "allele), or drop-site: leave the site out (default: ref; star for phase, vcf-simplify and "
     "VCF/BCF)"},
    {records, "half-call", "WORD", &O::half_call,
     "How to write a pair with one missing allele, with --missing dot: keep (as it is), missing "
     "(both alleles), ref (REF for the missing one), error (reject the row) (default: keep; "
     "missing "
     "for phase and vcf-simplify)"},
    {records, "ambiguous", "WORD", &O::ambiguous,
     "How to read an IUPAC ambiguity code in a cell: literal (as an allele), missing, error "
     "(reject the row) (default: literal; missing for phase, vcf-simplify and VCF/BCF)"},
    {records, "alt-order", "WORD", &O::alt_order,
     "Order of the alleles in ALT: first (by first appearance), acgt, frequency"},
    {records, "pi-prefix", "TEXT", &O::pi_prefix,
     "Table: text before the contig's name in the PI field (default: none)"},
    {records, "ps", "", &O::phase_sets,
     "VCF/BCF: write FORMAT/PS: the POS of the first row of the contig in the matrix"},
    {records, "fai", "FILE", &O::fai,
     "VCF/BCF: take the contigs and their lengths from a FASTA index (.fai)"},
    {records, "contigs", "LIST", &O::contigs,
     "VCF/BCF: names of the contigs in the header, separated by commas (default: those of the "
     "matrix)"},
    {records, "no-version", "", &O::no_version,
     "VCF/BCF: leave the version and the command line out of the header"},
    {records, "contig-order", "WORD", &O::contig_order,
     "Order of the contigs: first (by first appearance), sorted (by number if all are numbers, "
     "else by name)"},
    {records, "sort", "", &O::sort,
     "Sort the sites of each contig by POS (default: keep the order of the matrix)"},

    {output, "o,output", "FILE", &O::output, "Write the output to FILE; - is standard output"},
    {output, "O,output-type", "LETTER", &O::output_type,
     "t (haplotype table), v (VCF), z (compressed VCF), u (uncompressed BCF), b (BCF) (default: by "
     "the end of the -o name: .vcf, .vcf.gz, .bcf; else t)"},
    {output, "split-by-contig", "DIR", &O::split_folder,
     "Write one file per contig into DIR; -o is then the pattern of their names, with {contig} in "
     "it (default: {contig} and the suffix of the output type)"},
    {output, "compression-level", "N", &O::compression_level,
     fmt::format("Level of compressed output, from 0 (stored) to 9 (smallest) (default: {})",
                 default_compression_level)},
    {output, "index", "WORD", &O::index,
     "Index of compressed VCF and BCF: csi, tbi, none (default: csi; none for standard output)"},
    {output, "rejects", "FILE", &O::rejects,
     "Write the rows that --on-bad-row skip leaves out to FILE"},
    {output, "report", "FILE", &O::report, "Write counts, times and memory to FILE as JSON"},
    {output, "memory-profile", "FILE", &O::memory_profile,
     "Write the memory of each process to FILE as CSV, ten times per second"},
    {output, "progress", "WORD", &O::progress,
     "Progress on standard error: auto (one line, if it is a terminal), json (lines of JSON), "
     "none"},
    {output, "q,quiet", "", &O::quiet, "Print no summary at the end"},

    {machine, "threads", "N", CountField{&O::threads, 1, 1024},
     "Number of threads (default: the CPUs that this process may use)"},
    {machine, "chunk-size", "SIZE", SizeField{&O::chunk_bytes, most_chunk_bytes},
     fmt::format("Bytes of the matrix that a thread converts at once, at most {} (default: {}; up "
                 "to 32M on a CUDA device)",
                 mebibytes(most_chunk_bytes), kibibytes(default_cpu_chunk_bytes))},
    {machine, "full-scan", "", &O::full_scan,
     "Find contigs and regions by reading every row, not by bisection"},
    {machine, "simd", "WORD", &O::simd, "Instruction set: auto, avx512, avx2, scalar"},
    {machine, "device", "WORD", &O::device,
     "What converts the rows: auto (a CUDA device if there is one and the matrix is large enough "
     "to repay starting it, else the CPU), cpu, cuda, cuda:N"},
    {machine, "device-memory", "SIZE", SizeField{&O::device_memory},
     "Use at most this much memory of the CUDA device (default: four fifths of what is free)"},
    {machine, "max-memory", "SIZE", SizeField{&O::max_memory},
     "Use at most this much memory: chunks become smaller, then threads fewer; refused if even "
     "that is too much (default: no limit)"},
    {machine, "workers", "N", &O::workers,
     "Number of processes that share the contigs and --threads, or auto: one per CUDA device "
     "(default: one per entry of --devices, else 1)"},
    {machine, "devices", "LIST", &O::devices,
     "CUDA devices of the workers, separated by commas, by their numbers in `hapmill devices`; a "
     "number may repeat (default: chosen by --device)"},

    {parts, "resume", "", &O::resume,
     "Complete what an earlier run with --workers left in FILE.parts, or start if there is "
     "nothing"},
    {parts, "clean", "", &O::clean,
     "Only remove what an earlier run with --workers left in FILE.parts"},
    {parts, "plan", "FILE", &O::plan,
     "Convert one group of a plan made by `hapmill plan --json`; the plan already names the matrix "
     "and holds the options above, so only options of the machine, --progress and --quiet go with "
     "it"},
    {parts, "group", "K", CountField{&O::group, 0, max_group},
     "The group of --plan to convert, counted from 0"},
};

}  // namespace

std::string ConvertOption::long_name() const {
  std::string_view const names = name;
  return std::string{names.substr(names.find(',') + 1)};
}

std::span<ConvertOption const> convert_option_table() { return table; }

}  // namespace hapmill
