/** The JSON values of the desk's API; `desk/views.py` is the other half. Times are ISO 8601 with a zone. */

export interface Member {
  id: string;
  name: string;
  role: string;
  role_text: string;
}

export interface Packet {
  summary: string;
  facts: [string, string][];
  tickets: string[];
}

export interface Conversation {
  id: string;
  channel: string;
  label: string;
  owner: 'bot' | 'queue' | 'staff';
  owner_text: string;
  mine: boolean;
  queued_at: string | null;
  reason: string;
  urgent: boolean;
  alarmed_at: string | null;
  /** Where the matter is, as far as the bot knows. */
  place: string;
  last_text: string;
  /** Number of the customer's last message; 0 before the first. */
  last_seq: number;
  last_at: string | null;
  packet: Packet;
}

export interface Message {
  id: number;
  seq: number;
  author: 'customer' | 'bot' | 'staff' | 'system';
  staff_name: string | null;
  kind: string;
  text: string;
  at: string;
  state: string;
  failure: string | null;
  buttons: string[];
  picture: string | null;
  place: { latitude: number; longitude: number; label: string } | null;
  urgent: boolean;
}

export interface Clock {
  name: string;
  due: string;
  met_at: string | null;
  overdue: boolean;
}

export interface Contact {
  name: string | null;
  phone: string | null;
  account_no: string | null;
}

/** A work order as a line of the board. */
export interface TicketLine {
  number: string;
  kind: string;
  category: string;
  urgency: string;
  status: string;
  customer_status: string;
  summary: string;
  address: string;
  created_at: string;
  conversation: string;
  contact: Contact;
  /** The earliest first. */
  clocks: Clock[];
  urges: number;
  moves: string[];
}

export interface Ticket extends TicketLine {
  details: [string, string][];
  history: { at: string; action: string; status: string; actor: string; note: string; media: string | null }[];
}

/** A text to begin a reply with; `code` is typed after a slash. */
export interface QuickReply {
  group: string;
  title: string;
  code: string;
  text: string;
}

export interface Overview {
  now: string;
  queue: Conversation[];
  mine: Conversation[];
  alarms: Conversation[];
}

/** Numbers of a talk in full. */
export interface ChatContact {
  names: string[];
  phones: string[];
  accounts: string[];
}

export interface Order {
  topic: string;
  summary: string;
  address: string;
  phone: string;
}

/** What old talks are looked for by; empty: not asked. */
export interface Past {
  day: string;
  account: string;
  phone: string;
  ticket: string;
}

export interface Talk {
  conversation: Conversation;
  messages: Message[];
  older: boolean;
  tickets: Ticket[];
}
