// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/network/consortium"
	"github.com/consort-finance/consort/network/demo/story"
	"github.com/consort-finance/consort/network/desk"
)

// Run tells one chapter, or all when the name is empty, on a network that is up, and checks its books. What failed is in
// the result and in the error.
func Run(ctx context.Context, network *consortium.Consortium, chapter string, show *Printer) (*Result, error) {
	chapters, err := choose(chapter)
	if err != nil {
		return nil, err
	}
	desks := desk.Open(network)
	defer desks.Close()
	stage := &story.Stage{Desks: desks, Run: strconv.FormatInt(time.Now().UnixMilli(), 36)}
	result := &Result{}
	for _, c := range chapters {
		result.tell(ctx, stage, c, show)
	}
	result.check(ctx, desks, show)
	if err := result.err(); err != nil {
		return result, fmt.Errorf("%w (logs: %s/logs)", err, network.Dir())
	}
	return result, nil
}

// tell tells a chapter to its end or to its first step that fails.
func (r *Result) tell(ctx context.Context, stage *story.Stage, c Chapter, show *Printer) {
	show.title(c.Title)
	start := time.Now()
	told := Told{Name: c.Name, Title: c.Title}
	steps, err := c.Steps(ctx, stage)
	for i := 0; err == nil && i < len(steps); i++ {
		told.Steps++
		err = act(ctx, steps[i], show)
	}
	if err != nil {
		told.Err = fmt.Errorf("chapter %s: %w", c.Name, err)
	}
	told.Took = time.Since(start)
	r.Chapters = append(r.Chapters, told)
}

func act(ctx context.Context, step story.Step, show *Printer) error {
	show.begin(step.Sentence)
	start := time.Now()
	remark, err := step.Act(ctx)
	show.end(step.Sentence, remark, time.Since(start), err)
	if err != nil {
		return fmt.Errorf("step %q: %w", step.Sentence, err)
	}
	return nil
}

// check audits the ledger.
func (r *Result) check(ctx context.Context, desks *desk.Desks, show *Printer) {
	show.title("The books, read from every member's peer")
	start := time.Now()
	report, err := audit.Ledger(ctx, desks)
	if err != nil {
		show.end("the books are read", "", time.Since(start), err)
		r.auditErr = err
		return
	}
	r.Audit = report
	remark := fmt.Sprintf("%d accounts, %d undertakings, %d instruments and %d policies at %d peers, %d blocks",
		report.Accounts, report.Undertakings, report.Instruments, report.Policies, report.Peers, report.Height)
	show.end("the books are read", remark, time.Since(start), nil)
	for _, law := range report.Invariants {
		show.end(law.Sentence, law.Name, 0, broken(law))
	}
}

func broken(law audit.Invariant) error {
	if law.Holds() {
		return nil
	}
	return fmt.Errorf("invariant %s is broken at %d places, the first at %s", law.Name, len(law.Broken), law.Broken[0])
}

// err is everything that failed.
func (r *Result) err() error {
	var errs []error
	for _, told := range r.Chapters {
		errs = append(errs, told.Err)
	}
	errs = append(errs, r.auditErr)
	if r.Audit != nil {
		for _, law := range r.Audit.Invariants {
			errs = append(errs, broken(law))
		}
	}
	return errors.Join(errs...)
}
