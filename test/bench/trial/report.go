// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"
)

// aaTolerance is how far the median ratio of the two equal workloads may be from 1.
const aaTolerance = 0.05

// Report is what a run found.
type Report struct {
	Valid bool   `json:"valid"`
	Void  string `json:"void,omitempty"`
	// Ratios are the lower ends of 95 % intervals.
	Ratios    map[string]float64 `json:"ratios"`
	Estimates map[string]Judged  `json:"estimates"`
	Figures   map[string]Counted `json:"figures"`
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

// Judged is an estimate, and whether its lower end reaches the goal.
type Judged struct {
	Estimate
	Goal    float64 `json:"goal"`
	Reached bool    `json:"reached"`
}

// Counted is a figure, and whether it keeps its bound.
type Counted struct {
	Value   float64 `json:"value"`
	Goal    float64 `json:"goal"`
	Bound   string  `json:"bound"` // "at most" or "at least" the goal
	Reached bool    `json:"reached"`
}

// Report judges the samples. wrong tells what is wrong with the books after the run; nil when they are right.
func (s *Samples) Report(wrong error) Report {
	r := Report{
		Ratios: map[string]float64{}, Estimates: map[string]Judged{}, Figures: map[string]Counted{},
		Rates: map[string]float64{}, CPU: map[string]map[string]float64{}, Lost: map[string]int64{},
		AA: estimate(s.ratios[s.control.Name]), Conserved: wrong == nil, Rounds: s.rounds,
	}
	for _, q := range s.comparisons() {
		e := estimate(s.ratios[q.Name])
		r.Estimates[q.Name], r.Ratios[q.Name] = Judged{e, q.Goal, e.Low >= q.Goal}, e.Low
	}
	for _, f := range s.figures() {
		r.Figures[f.Name] = Counted{f.Value, f.Goal, f.bound(), f.Reached()}
	}
	for _, w := range s.workloads() {
		r.add(w, s.slices[w.Name], s.cpu[w.Name])
	}
	r.judge(wrong)
	return r
}

func (s *Samples) figures() []Figure {
	var all []Figure
	for _, plan := range s.plans {
		all = append(all, plan.Figures...)
	}
	return all
}

func (f Figure) bound() string {
	if f.Least {
		return "at least"
	}
	return "at most"
}

// add adds what a workload did in its slices.
func (r *Report) add(w *Workload, slices []Slice, cpu map[string]time.Duration) {
	rates, valid := make([]float64, len(slices)), int64(0)
	for i, slice := range slices {
		rates[i] = slice.Rate(w.Payments)
		valid += slice.Valid
		r.Lost[w.Name] += slice.Invalid
	}
	r.Rates[w.Name] = median(rates)
	r.CPU[w.Name] = map[string]float64{}
	for kind, used := range cpu {
		r.CPU[w.Name][kind] = used.Seconds() * 1000 / float64(max(valid, 1))
	}
}

func (r *Report) judge(wrong error) {
	switch {
	case wrong != nil:
		r.Void = "the books are wrong: " + wrong.Error()
	case math.Abs(r.AA.Median-1) > aaTolerance:
		r.Void = fmt.Sprintf("the same workload under two names differs by %.1f %%", 100*(r.AA.Median-1))
	}
	r.Valid = r.Void == ""
}

// Err tells why a run is void; nil when it is valid.
func (r Report) Err() error {
	if r.Valid {
		return nil
	}
	return errors.New("the run is void: " + r.Void)
}

// JSON writes the report as one object.
func (r Report) JSON(out io.Writer) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}
