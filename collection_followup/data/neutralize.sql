-- a copy of the database plans nothing by itself and says nothing to a customer
UPDATE res_company SET collection_auto = FALSE, collection_weekly_list = FALSE;
UPDATE mail_mail
   SET state = 'cancel'
 WHERE (collection_notice_id IS NOT NULL OR collection_dispute_id IS NOT NULL)
   AND state IN ('outgoing', 'exception');
