// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// aaTolerance is how far the median ratio of the two equal workloads may be from 1.
const aaTolerance = 0.05

// comparison is of two workloads, and what their ratio is to reach.
type comparison struct {
	name, over, under string
	goal              float64
}

// control compares a workload with itself.
var control = comparison{name: "noop_noop", over: "noop_again", under: "noop"}

var comparisons = []comparison{
	{"transfer_noop", "transfer", "noop", 0.9},
	{"hot_credit_naive", "hot_credit", "naive", 40},
	{"hot_debit_naive", "hot_debit", "naive", 25},
	{"batch_single", "batch", "transfer", 40},
	{"settle_transfer", "settle", "transfer", 0.85},
}

// Report is what a run found.
type Report struct {
	Valid     bool                `json:"valid"`
	Void      string              `json:"void,omitempty"`
	Ratios    map[string]float64  `json:"ratios"`
	Estimates map[string]Estimate `json:"estimates"`
	// Rates are median valid payments a second: of this machine, on this day, in this run.
	Rates map[string]float64 `json:"rates"`
	// CPU is the processor time of a valid transaction in milliseconds, by kind of process: less at the mercy of a shared
	// machine than rates are.
	CPU map[string]map[string]float64 `json:"cpuMillisecondsPerTransaction"`
	// Lost are the transactions that lost a race and had no effect.
	Lost      map[string]int64 `json:"lost"`
	AA        Estimate         `json:"aa"`
	Conserved bool             `json:"conserved"`
	Rounds    int              `json:"rounds"`
}

// samples are what all rounds measured: paired ratios by comparison, slices by workload.
type samples struct {
	rounds int
	meter  meter
	cpu    map[string]map[string]time.Duration // by workload and kind of process
	ratios map[string][]float64
	slices map[string][]Slice
}

func report(found samples, all []*Workload, conserved error) Report {
	r := Report{
		CPU: map[string]map[string]float64{}, Ratios: map[string]float64{}, Estimates: map[string]Estimate{}, Rates: map[string]float64{}, Lost: map[string]int64{},
		AA: estimate(found.ratios[control.name]), Conserved: conserved == nil, Rounds: found.rounds,
	}
	for _, q := range comparisons {
		e := estimate(found.ratios[q.name])
		r.Estimates[q.name], r.Ratios[q.name] = e, e.Low
	}
	for _, w := range all {
		rates := make([]float64, len(found.slices[w.Name]))
		valid := int64(0)
		for i, slice := range found.slices[w.Name] {
			valid += slice.Valid
			rates[i] = slice.Rate(w.Payments)
			r.Lost[w.Name] += slice.Invalid
		}
		r.Rates[w.Name] = median(rates)
		r.CPU[w.Name] = map[string]float64{}
		for kind, used := range found.cpu[w.Name] {
			r.CPU[w.Name][kind] = used.Seconds() * 1000 / float64(max(valid, 1))
		}
	}
	switch {
	case conserved != nil:
		r.Void = "money was not conserved: " + conserved.Error()
	case math.Abs(r.AA.Median-1) > aaTolerance:
		r.Void = fmt.Sprintf("the same workload under two names differs by %.1f %%", 100*(r.AA.Median-1))
	}
	r.Valid = r.Void == ""
	return r
}

func find(all []*Workload, name string) *Workload {
	return all[slices.IndexFunc(all, func(w *Workload) bool { return w.Name == name })]
}

func (r Report) json(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

func (r Report) table(out io.Writer, all []*Workload) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	kinds := r.kinds()
	fmt.Fprintf(table, "workload\tpayments/s\tlost races\tms a transaction:\t%s\t\n", strings.Join(kinds, "\t"))
	for _, w := range all {
		fmt.Fprintf(table, "%s\t%.1f\t%d\t\t", w.Name, r.Rates[w.Name], r.Lost[w.Name])
		for _, kind := range kinds {
			fmt.Fprintf(table, "%.2f\t", r.CPU[w.Name][kind])
		}
		fmt.Fprintln(table)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(table, "ratio\tat least\tmedian\tat most\tgoal\t\t")
	for _, q := range comparisons {
		e := r.Estimates[q.name]
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%s\t\n", q.name, e.Low, e.Median, e.High, q.goal, verdict(e.Low >= q.goal))
	}
	fmt.Fprintf(table, "noop/noop\t%.3f\t%.3f\t%.3f\t\t\t\n", r.AA.Low, r.AA.Median, r.AA.High)
	if err := table.Flush(); err != nil {
		return err
	}
	if !r.Valid {
		_, err := fmt.Fprintln(out, "void:", r.Void)
		return err
	}
	_, err := fmt.Fprintf(out, "%d rounds; all peers agree and no money was made or lost\n", r.Rounds)
	return err
}

// kinds are all kinds of processes, sorted.
func (r Report) kinds() []string {
	var kinds []string
	for _, cpu := range r.CPU {
		kinds = slices.AppendSeq(kinds, maps.Keys(cpu))
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func verdict(reached bool) string {
	if reached {
		return "reached"
	}
	return "missed"
}
