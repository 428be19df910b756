// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Printer shows progress: a line a step.
type Printer struct {
	to io.Writer
	// live is set on a terminal, where a step is shown while it is carried out, in colours.
	live bool
}

// NewPrinter shows progress on a writer, with colours if that is a terminal and the environment has no NO_COLOR.
func NewPrinter(to io.Writer) *Printer {
	p := &Printer{to: to}
	if file, ok := to.(*os.File); ok && os.Getenv("NO_COLOR") == "" {
		info, err := file.Stat()
		p.live = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// The colours of a terminal (ECMA-48 SGR), and how to go back to the beginning of an empty line.
const (
	green, red, dim, bold = "\x1b[32m", "\x1b[31m", "\x1b[2m", "\x1b[1m"
	plain                 = "\x1b[0m"
	again                 = "\r\x1b[2K"
)

func (p *Printer) paint(colour, text string) string {
	if !p.live {
		return text
	}
	return colour + text + plain
}

// title begins a part.
func (p *Printer) title(text string) { fmt.Fprintf(p.to, "\n%s\n\n", p.paint(bold, text)) }

// begin shows a step that is being carried out.
func (p *Printer) begin(sentence string) {
	if p.live {
		fmt.Fprintf(p.to, "        ...  %s", p.paint(dim, sentence))
	}
}

// end shows what came of it.
func (p *Printer) end(sentence, remark string, took time.Duration, err error) {
	if p.live {
		fmt.Fprint(p.to, again)
	}
	mark := p.paint(green, "ok    ")
	if err != nil {
		mark, remark = p.paint(red, "failed"), err.Error()
	}
	if remark != "" {
		remark = p.paint(dim, ": "+remark)
	}
	fmt.Fprintf(p.to, "  %s %6.2f s  %s%s\n", mark, took.Seconds(), sentence, remark)
}
